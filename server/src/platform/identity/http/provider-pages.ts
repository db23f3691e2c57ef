import { AppError } from "@holdfast/kernel"
import type { FastifyReply, FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { identityErrors } from "../errors.ts"
import { PROVIDER_BACK } from "../provider.ts"
import { findAccountOf } from "../store/account-store.ts"
import { sendSignIn } from "./sign-in-form.ts"
import type { IdentityDoors } from "./view.ts"

const COOKIE_MAX_AGE_S = 600

/**
 * To the OpenID Connect provider and back. The session is then one like all others; what the provider knows of the person is not
 * asked for and not kept. A cookie binds the answer to the browser that asked: it is Lax, because the way back begins elsewhere.
 */
export function providerPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { world, sessions, provider, publicUrl } = doors
  const name = `${sessions.cookie}-provider`
  const secure = publicUrl.startsWith("https:") ? "; Secure" : ""
  const setCookie = (reply: FastifyReply, value: string, maxAgeS: number) =>
    reply.header("set-cookie", `${name}=${value}; Path=/; Max-Age=${maxAgeS}; HttpOnly; SameSite=Lax${secure}`)

  return async (app) => {
    if (!provider) return
    app.get("/sign-in/provider", { schema: { hide: true } }, async (request, reply) => {
      try {
        const { url, token } = await provider.begin()
        void setCookie(reply, token, COOKIE_MAX_AGE_S)
        return reply.header("cache-control", "no-store").redirect(url.href, 303)
      } catch (error) {
        return failed(request, reply, error)
      }
    })
    app.get(PROVIDER_BACK, { schema: { hide: true } }, async (request, reply) => {
      void setCookie(reply, "", 0)
      try {
        const bound = await provider.finish(cookieOf(request), new URL(request.url, publicUrl).search)
        const account = await findAccountOf(world.db.query, bound)
        if (!account) throw identityErrors.SUBJECT_UNBOUND({ subject: bound.subject })
        await sessions.open(account.id, reply)
        return reply.header("cache-control", "no-store").redirect("/console", 303)
      } catch (error) {
        return failed(request, reply, error)
      }
    })
  }

  function cookieOf(request: FastifyRequest): string | undefined {
    const found = request.headers.cookie?.split("; ").find((cookie) => cookie.startsWith(`${name}=`))
    return found?.slice(name.length + 1)
  }

  /** Whoever looks after the server needs the library's own words; they name no person and no address of one. */
  function failed(request: FastifyRequest, reply: FastifyReply, error: unknown) {
    if (error instanceof AppError && error.cause instanceof Error)
      request.log.warn({ code: error.code, reason: reasonsOf(error.cause) }, "sign-in by the provider failed")
    return sendSignIn(doors, request, reply, { error })
  }
}

function reasonsOf(error: Error): string {
  return error.cause instanceof Error ? `${error.message}: ${reasonsOf(error.cause)}` : error.message
}
