import type { ThreadNode } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { Figure } from "../http/index.ts"

/** What every module gives to the city that it is part of, beside its verbs. */
export interface CityModule {
  readonly routes: readonly { readonly prefix: string; readonly plugin: FastifyPluginAsyncZod }[]
  /** What the thread says of this module's own records; those it does not know are left out. */
  describe(records: readonly string[]): Promise<Map<string, ThreadNode>>
  /** Its figures at this moment, for `/metrics`. */
  figures?(): readonly Figure[]
  stop(): Promise<void>
}
