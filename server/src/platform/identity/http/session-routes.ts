import { Problem, Role, Session } from "@holdfast/contracts"
import type { FastifyRequest } from "fastify"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { policy } from "../policy.ts"
import { requireSameOrigin } from "../same-origin.ts"
import { signIn } from "../sign-in.ts"
import type { IdentityDoors } from "./view.ts"

export const SignIn = z.object({
  account: z.string().min(1).max(64),
  password: z.string().min(1).max(1024),
  /** Six digits of the authenticator app, or a recovery code. */
  code: z.string().min(6).max(32),
})
const OwnSession = z.object({
  id: z.uuid(),
  current: z.boolean(),
  createdAt: z.iso.datetime(),
  seenAt: z.iso.datetime(),
})

/** Who is signed in here; sign in, sign out, and one's own sessions elsewhere. */
export function sessionRoutes(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { world, city, timeZone, sessions, countApprovers } = doors
  const describe = async (request: FastifyRequest): Promise<Session> => {
    const { account, role, area } = request.actor ?? {}
    return {
      account: account ?? null,
      role: role === undefined ? null : Role.parse(role),
      area: area ?? null,
      may: role === undefined ? [] : [...policy[Role.parse(role)]],
      world: world.kind,
      city: city.name,
      timeZone,
      approversOnDuty: account === undefined ? null : await countApprovers([], account),
    }
  }
  return async (app) => {
    app.get("/session", { schema: { operationId: "readSession", response: { 200: Session } } }, async (request) =>
      describe(request),
    )
    app.post(
      "/session",
      {
        schema: {
          operationId: "signIn",
          body: SignIn,
          response: { 204: z.null(), 400: Problem, 401: Problem, 403: Problem, 429: Problem, 503: Problem },
        },
      },
      async (request, reply) => {
        requireSameOrigin(request)
        await signIn(doors, request.body, request, reply)
        return reply.status(204).send(null)
      },
    )
    app.delete(
      "/session",
      { schema: { operationId: "signOut", response: { 204: z.null(), 403: Problem } } },
      async (request, reply) => {
        await sessions.signOut(request, reply)
        return reply.status(204).send(null)
      },
    )
    app.get(
      "/sessions",
      {
        schema: { operationId: "listOwnSessions", response: { 200: z.object({ sessions: z.array(OwnSession) }), 401: Problem } },
      },
      async (request) => {
        const here = await sessions.require(request)
        const own = await sessions.list(here.account)
        return {
          sessions: own.map(({ id, createdAt, seenAt }) => ({
            id,
            current: id === here.id,
            createdAt: createdAt.toISOString(),
            seenAt: seenAt.toISOString(),
          })),
        }
      },
    )
    app.delete(
      "/sessions/:id",
      {
        schema: {
          operationId: "endOwnSession",
          params: z.object({ id: z.uuid() }),
          response: { 204: z.null(), 401: Problem, 404: Problem },
        },
      },
      async (request, reply) => {
        const here = await sessions.require(request)
        await sessions.end(here.account, request.params.id)
        return reply.status(204).send(null)
      },
    )
  }
}
