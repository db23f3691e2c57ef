import { Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { removePasskey, renamePasskey } from "../change-passkey.ts"
import { changePassword } from "../change-password.ts"
import { beginFactor, renewFactor } from "../renew-factor.ts"
import { listPasskeys } from "../store/passkey-store.ts"
import type { IdentityDoors } from "./view.ts"

export const Password = z.string().min(1).max(1024)
/** Six digits of the authenticator app, or a recovery code. */
export const Code = z.string().min(6).max(32)
export const PasskeyName = z.string().trim().min(1).max(60)
const NewFactor = z.object({ uri: z.string(), secret: z.string(), recoveryCodes: z.array(z.string()) })
const PasskeyId = z.object({ id: z.string().min(1).max(1400) })
const OwnPasskey = z.object({ id: z.string(), name: z.string().nullable(), createdAt: z.iso.datetime() })

/** How the person of this session proves who they are: password, second factor, passkeys. */
export function credentialRoutes(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { world, sessions } = doors
  return async (app) => {
    app.post(
      "/account/password",
      {
        schema: {
          operationId: "changeOwnPassword",
          body: z.object({ password: Password, code: Code, newPassword: Password }),
          response: { 204: z.null(), 400: Problem, 401: Problem, 429: Problem, 503: Problem },
        },
      },
      async (request, reply) => {
        await changePassword(doors, await sessions.require(request), request.body, request)
        return reply.status(204).send(null)
      },
    )
    app.post(
      "/account/factor",
      {
        schema: {
          operationId: "beginOwnFactor",
          body: z.object({ password: Password, code: Code }),
          response: { 200: NewFactor, 400: Problem, 401: Problem, 429: Problem, 503: Problem },
        },
      },
      async (request) => {
        const { uri, secret, recoveryCodes } = await beginFactor(doors, await sessions.require(request), request.body, request)
        return { uri, secret, recoveryCodes: [...recoveryCodes] }
      },
    )
    app.put(
      "/account/factor",
      {
        schema: {
          operationId: "renewOwnFactor",
          body: z.object({ code: Code }),
          response: { 204: z.null(), 400: Problem, 401: Problem, 409: Problem, 503: Problem },
        },
      },
      async (request, reply) => {
        await renewFactor(doors, await sessions.require(request), request.body.code)
        return reply.status(204).send(null)
      },
    )
    app.get(
      "/passkeys",
      {
        schema: {
          operationId: "listOwnPasskeys",
          response: { 200: z.object({ passkeys: z.array(OwnPasskey) }), 401: Problem },
        },
      },
      async (request) => {
        const own = await listPasskeys(world.db.query, (await sessions.require(request)).account)
        return { passkeys: own.map((passkey) => ({ ...passkey, createdAt: passkey.createdAt.toISOString() })) }
      },
    )
    app.patch(
      "/passkeys/:id",
      {
        schema: {
          operationId: "renameOwnPasskey",
          params: PasskeyId,
          body: z.object({ name: PasskeyName }),
          response: { 204: z.null(), 400: Problem, 401: Problem, 404: Problem },
        },
      },
      async (request, reply) => {
        await renamePasskey(doors, await sessions.require(request), { id: request.params.id, name: request.body.name })
        return reply.status(204).send(null)
      },
    )
    app.delete(
      "/passkeys/:id",
      {
        schema: {
          operationId: "removeOwnPasskey",
          params: PasskeyId,
          response: { 204: z.null(), 401: Problem, 404: Problem },
        },
      },
      async (request, reply) => {
        await removePasskey(doors, await sessions.require(request), request.params.id)
        return reply.status(204).send(null)
      },
    )
  }
}
