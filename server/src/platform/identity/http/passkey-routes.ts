import { PasskeyAnswer, Problem } from "@holdfast/contracts"
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { beginPasskey } from "../begin-passkey.ts"
import { identityErrors } from "../errors.ts"
import { requireSameOrigin } from "../same-origin.ts"
import { Code, Password } from "./credential-routes.ts"
import type { IdentityDoors } from "./view.ts"

/** Base64url, as WebAuthn's JSON forms write bytes. */
const Bytes = z
  .string()
  .regex(/^[\w-]+$/)
  .max(16_384)
const extensions = z.record(z.string(), z.unknown()).default({})
/** The JSON forms of WebAuthn level 3, 5.1; what the library does not read is left out. */
const Registration = z.object({
  id: Bytes,
  rawId: Bytes,
  type: z.literal("public-key"),
  clientExtensionResults: extensions,
  response: z.object({ clientDataJSON: Bytes, attestationObject: Bytes }),
})
/** Asked of whoever has a password; others have nothing to say here. */
const Proof = z.object({ password: Password, code: Code }).partial().nullish()
const Options = z.record(z.string(), z.unknown())

/** Passkeys: two steps to keep one, two to sign in with one. The options are WebAuthn's own JSON. */
export function passkeyRoutes(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { city, sessions, passkeys } = doors
  return async (app) => {
    app.post(
      "/passkeys/options",
      {
        schema: {
          operationId: "passkeyOptions",
          body: Proof,
          response: { 200: Options, 400: Problem, 401: Problem, 403: Problem, 429: Problem, 503: Problem },
        },
      },
      async (request) => {
        const session = await sessions.require(request)
        const { password = "", code = "" } = request.body ?? {}
        const given = { password, code, city: city.name[request.language] }
        return { ...(await beginPasskey(doors, session, given, request)) }
      },
    )
    app.post(
      "/passkeys",
      { schema: { operationId: "addPasskey", body: Registration, response: { 201: z.null(), 400: Problem, 401: Problem } } },
      async (request, reply) => {
        const { actor } = request
        if (actor?.account === undefined) throw identityErrors.SIGN_IN({})
        await passkeys.register({ ...actor, account: actor.account }, request.body as RegistrationResponseJSON)
        return reply.status(201).send(null)
      },
    )
    app.post(
      "/session/passkey/options",
      { schema: { operationId: "passkeySignInOptions", response: { 200: Options, 403: Problem, 503: Problem } } },
      async (request) => {
        requireSameOrigin(request)
        return { ...(await passkeys.signInOptions()) }
      },
    )
    app.post(
      "/session/passkey",
      {
        schema: {
          operationId: "signInWithPasskey",
          body: PasskeyAnswer,
          response: { 204: z.null(), 400: Problem, 401: Problem, 429: Problem },
        },
      },
      async (request, reply) => {
        requireSameOrigin(request)
        await sessions.open(await passkeys.verify(request.body as AuthenticationResponseJSON, request), reply)
        return reply.status(204).send(null)
      },
    )
  }
}
