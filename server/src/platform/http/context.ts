import type { Language } from "@holdfast/words"
import type { FastifyRequest } from "fastify"
import type { Actor } from "../log/index.ts"

/** Finds out who asks; undefined for a resident who did not sign in. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>

declare module "fastify" {
  interface FastifyRequest {
    /** The language of the answer: the reader's wish, or the city's. */
    language: Language
    actor: Actor | undefined
  }
}
