import { Acknowledged, AcknowledgeGroup, AlarmBudget, GroupMembers, InboxPage, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import { acknowledgeGroup } from "../acknowledge-group.ts"
import type { People } from "../people.ts"
import { readBudget } from "../read-budget.ts"
import { readInbox, readMembers } from "../read-inbox.ts"

const BUDGET_HOURS_MAX = 7 * 24
const skip = z.coerce.number().int().nonnegative().max(100_000).default(0)
const key = z.string().min(1).max(200)
/** Ids of areas with commas between them: those of a place on the map. */
const areas = z
  .string()
  .max(8_000)
  .transform((text) => text.split(","))

/** The inbox as lines with counts, and what the alarms cost those on duty. */
export function inboxRoutes({ world, people }: { readonly world: World; readonly people: People }): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/inbox",
      {
        schema: {
          operationId: "readInbox",
          querystring: z.object({ skip }),
          response: { 200: InboxPage, 400: Problem, 401: Problem },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "read-operations")
        return readInbox({ world, people }, actor, query.skip)
      },
    )
    app.get(
      "/inbox/members",
      {
        schema: {
          operationId: "readInboxMembers",
          querystring: z.object({ key, skip, areas: areas.optional() }),
          response: { 200: GroupMembers, 400: Problem, 401: Problem, 404: Problem },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "read-operations")
        return readMembers({ world, people }, actor, query)
      },
    )
    app.post(
      "/inbox/acknowledge",
      {
        schema: {
          operationId: "acknowledgeGroup",
          body: AcknowledgeGroup,
          response: { 200: Acknowledged, 400: Problem, 401: Problem, 403: Problem, 404: Problem },
        },
      },
      async ({ actor, body }) => {
        permit(actor, "sense.acknowledge-signal")
        return {
          acknowledged: await acknowledgeGroup(world, actor, { key: body.key, until: new Date(body.until), areas: body.areas }),
        }
      },
    )
    app.get(
      "/alarm-budget",
      {
        schema: {
          operationId: "readAlarmBudget",
          querystring: z.object({ hours: z.coerce.number().int().positive().max(BUDGET_HOURS_MAX).default(24) }),
          response: { 200: AlarmBudget, 400: Problem, 401: Problem },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "read-operations")
        return readBudget({ world, people }, actor, query.hours)
      },
    )
  }
}
