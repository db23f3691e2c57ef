import { Bilingual, Problem, Role } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { bindSubject } from "../bind-subject.ts"
import { createAccount } from "../create-account.ts"
import { endAccount } from "../end-account.ts"
import { endSessionsOf } from "../end-sessions-of.ts"
import { identityErrors } from "../errors.ts"
import { type Invited, inviteAgain, inviteNewAccount } from "../invite.ts"
import { mayActOver, permit } from "../policy.ts"
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
const AccountId = z.object({ id: z.string().max(32) })
/** The link works once, for a day; nobody can be shown it again. */
const Invitation = z.object({ account: z.string(), link: z.url(), expiresAt: z.iso.datetime() })
const FirstCredentials = z.object({
  account: z.string(),
  password: z.string(),
  totpUri: z.string(),
  recoveryCodes: z.array(z.string()),
})

/** The accounts of staff, for the engineer: made here, ended here, and their first credentials shown once. */
export function accountRoutes(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { world, city, sessions, provider, publicUrl } = doors
  const told = ({ account, path, expiresAt }: Invited) => ({
    account,
    link: new URL(path, publicUrl).href,
    expiresAt: expiresAt.toISOString(),
  })
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
        const { actor } = request
        permit(actor, "identity.manage-accounts")
        const accounts = (await listAccounts(world.db.query)).filter(({ area }) =>
          mayActOver(actor, "identity.manage-accounts", area),
        )
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
        const first = await createAccount(doors, request.actor, { ...request.body, kind: city.kind })
        return reply.status(201).send({ ...first, recoveryCodes: [...first.recoveryCodes] })
      },
    )
    app.post(
      "/accounts/invited",
      {
        schema: {
          operationId: "inviteNewAccount",
          body: NewAccount,
          response: { 201: Invitation, 400: Problem, 401: Problem, 403: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "identity.manage-accounts")
        const invited = await inviteNewAccount(doors, request.actor, { ...request.body, kind: city.kind })
        return reply.status(201).send(told(invited))
      },
    )
    app.post(
      "/accounts/:id/invitation",
      {
        schema: {
          operationId: "inviteAgain",
          params: AccountId,
          body: z.object({ purpose: z.enum(["access", "factor"]) }),
          response: { 201: Invitation, 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "identity.manage-accounts")
        const invited = await inviteAgain(doors, request.actor, request.params.id, request.body.purpose)
        return reply.status(201).send(told(invited))
      },
    )
    app.delete(
      "/accounts/:id/sessions",
      {
        schema: {
          operationId: "endSessionsOf",
          params: AccountId,
          response: { 204: z.null(), 401: Problem, 403: Problem, 404: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "identity.manage-accounts")
        await endSessionsOf(world, sessions, request.actor, request.params.id)
        return reply.status(204).send(null)
      },
    )
    app.put(
      "/accounts/:id/subject",
      {
        schema: {
          operationId: "bindSubject",
          params: AccountId,
          body: z.object({ subject: z.string().trim().min(1).max(255).nullable() }),
          response: { 204: z.null(), 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem },
        },
      },
      async (request, reply) => {
        permit(request.actor, "identity.manage-accounts")
        if (!provider) throw identityErrors.PROVIDER_NONE({})
        const { subject } = request.body
        const bound = subject === null ? null : { issuer: provider.issuer, subject }
        await bindSubject(doors, request.actor, request.params.id, bound)
        return reply.status(204).send(null)
      },
    )
    app.delete(
      "/accounts/:id",
      {
        schema: {
          operationId: "endAccount",
          params: AccountId,
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
