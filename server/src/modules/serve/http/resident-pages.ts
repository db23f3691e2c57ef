import formbody from "@fastify/formbody"
import multipart from "@fastify/multipart"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { ReportPages } from "./page-frame.ts"
import { reportPages } from "./report-pages.ts"
import { statusPages } from "./status-pages.ts"

/** Everything that a resident sees of this module: the form, and the report behind its code. */
export function residentPages(pages: ReportPages, wallNow: () => Date): FastifyPluginAsyncZod {
  return async (app) => {
    // A photo past the limit is told at its field, with everything else that was typed.
    await app.register(multipart, { throwFileSizeLimit: false })
    await app.register(formbody)
    await app.register(statusPages(pages))
    await app.register(reportPages(pages, wallNow))
  }
}
