import { Bilingual, Problem, Role } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { createAccount } from "../create-account.ts"
import { endAccount } from "../end-account.ts"
import { permit } from "../policy.ts"
import { listAccounts } from "../store/account-store.ts"
import type { IdentityDoors } from "./view.ts"

const name = z.string().trim().min(1).max(80)
const Account = z.object({ id: z.string(), name: Bilingual, role: Role, area: z.string().nullable() })
const NewAccount = z.object({
  id: z.string().min(2).max(32),
  name: z.object({ "zh-CN": name, en: name }),
  role: Role,
  /** The area whose subtree it may act on; null for the whole city. */
  area: z.string().max(200).nullable(),
})
const FirstCredentials = z.object({
  account: z.string(),
  password: z.string(),
  totpUri: z.string(),
  recoveryCodes: z.array(z.string()),
})

/** The accounts of staff, for the engineer: made here, ended here, and their first credentials shown once. */
export function accountRoutes({ world, city, sessions }: IdentityDoors): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/accounts",
      {
        schema: {
          operationId: "listAccounts",
          response: { 200: z.object({ accounts: z.array(Account) }), 401: Problem, 403: Problem },
        },
      },
      async (request) => {
        permit(request.actor, "identity.manage-accounts")
        const accounts = await listAccounts(world.db.query)
        return { accounts: accounts.map(({ id, name: both, role, area }) => ({ id, name: both, role, area })) }
      },
    )
    app.post(
      "/accounts",
      {
        schema: {
          operationId: "createAccount",
          body: NewAccount,
          response: { 201: FirstCredentials, 400: Problem, 401: Problem, 403: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "identity.manage-accounts")
        const first = await createAccount(world, request.actor, { ...request.body, kind: city.kind })
        return reply.status(201).send({ ...first, recoveryCodes: [...first.recoveryCodes] })
      },
    )
    app.delete(
      "/accounts/:id",
      {
        schema: {
          operationId: "endAccount",
          params: z.object({ id: z.string().max(32) }),
          response: { 204: z.null(), 401: Problem, 403: Problem, 404: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "identity.manage-accounts")
        await endAccount(world, sessions, request.actor, request.params.id)
        return reply.status(204).send(null)
      },
    )
  }
}
