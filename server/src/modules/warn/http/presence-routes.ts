import { Drafting, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import { assertAuthor, existing } from "../advance.ts"
import type { WarnContext } from "../context.ts"
import { Presence } from "../presence.ts"
import { findWarning } from "../store/warning-store.ts"

const problems = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem }

/** Who is drafting now, for the list and the page. */
export function presenceRoutes({ world, people }: WarnContext): FastifyPluginAsyncZod {
  const presence = new Presence()
  return async (app) => {
    app.get(
      "/warnings/drafting",
      { schema: { operationId: "listDrafting", response: { 200: Drafting, ...problems } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return { drafting: presence.list(performance.now()) }
      },
    )
    app.post(
      "/warnings/:id/drafting",
      { schema: { operationId: "tellDrafting", params: z.object({ id: z.uuid() }), response: { 200: Drafting, ...problems } } },
      async ({ actor, params: { id } }) => {
        permit(actor, "read-operations")
        const warning = existing(await findWarning(world.db.query, id), id)
        assertAuthor(warning, actor)
        const name = (await people.names([actor.account!])).get(actor.account!)
        if (name && warning.state === "draft") presence.touch(id, name, performance.now())
        return { drafting: presence.list(performance.now()) }
      },
    )
  }
}
