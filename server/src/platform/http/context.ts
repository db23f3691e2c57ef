import type { Language } from "@holdfast/words"
import type { FastifyRequest } from "fastify"
import type { Actor } from "../log/index.ts"

/** Finds out who asks; undefined for a resident who did not sign in. */
export type Authenticate = (request: FastifyRequest) => Promise<Actor | undefined>
/**
 * Watches what a request was signed in with, for an answer that goes on: `ended` is called once when it counts no more. Gives how
 * to stop; for who did not sign in nothing happens.
 */
export type WatchSession = (request: FastifyRequest, ended: () => void) => () => void

declare module "fastify" {
  interface FastifyRequest {
    /** The language of the answer: the reader's wish, or the city's. */
    language: Language
    actor: Actor | undefined
  }
}
