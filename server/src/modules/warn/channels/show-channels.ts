import type { Channel, ChannelField, ChannelKindForm, ChannelList } from "@holdfast/contracts"
import { z } from "zod"
import type { ChannelsContext } from "./context.ts"
import type { OpenChannel } from "./dispatch/channel-book.ts"
import type { Health } from "./dispatch/health.ts"
import type { PlugInKind } from "./plug-in.ts"
import { listChannels } from "./store/channel-store.ts"
import { countWaiting } from "./store/figures-store.ts"

/** All channels as they are, and how each kind is configured. */
export async function showChannels(context: ChannelsContext): Promise<ChannelList> {
  const { world, book, kinds } = context
  const [waiting, rows] = await Promise.all([countWaiting(world.db.query), listChannels(world.db.query)])
  const channels = book.all.map((channel) =>
    // A test that passed is in the row, and opens nothing anew.
    showChannel(
      context,
      { ...channel, row: rows.find(({ id }) => id === channel.row.id) ?? channel.row },
      waiting.get(channel.row.id) ?? 0,
    ),
  )
  return { sends: true, channels, kinds: [...kinds.map(formOf), { kind: "hand", fields: [], needsTestAddresses: false }] }
}

function showChannel(context: ChannelsContext, channel: OpenChannel, waiting: number): Channel {
  const { row, secretsSet, testAddresses } = channel
  const { sealed: _sealed, createdAt: _createdAt, passedAt, failedAt, ...shown } = row
  const { state, since, reason } = healthOf(context, channel)
  return {
    ...shown,
    areas: [...shown.areas],
    levels: [...shown.levels],
    secretsSet: [...secretsSet],
    testAddressCount: testAddresses.length,
    ...{ state, stateSince: since?.toISOString() ?? null, reason, waiting },
    ...{ passedAt: passedAt?.toISOString() ?? null, failedAt: failedAt?.toISOString() ?? null },
  }
}

/** How a channel is at this moment. */
export function healthOf({ dispatcher }: Pick<ChannelsContext, "dispatcher">, { row, failure }: OpenChannel): Health {
  if (!row.enabled) return { state: "off", since: null, reason: null }
  if (failure !== null) return { state: "down", since: null, reason: failure }
  return dispatcher.healthOf(row.id) ?? { state: "ok", since: null, reason: null }
}

function formOf({ kind, recipients, settings, secrets }: PlugInKind): ChannelKindForm {
  return {
    kind,
    fields: [...fieldsOf(settings, false), ...fieldsOf(secrets, true)],
    needsTestAddresses: recipients === "residents" || recipients === "roster",
  }
}

const FieldSchema = z.object({
  type: z.string().optional(),
  enum: z.array(z.string()).optional(),
  default: z.union([z.string(), z.number(), z.boolean()]).optional(),
})
const FormSchema = z.object({
  properties: z.record(z.string(), FieldSchema).default({}),
  required: z.array(z.string()).default([]),
})

/** The fields of a form, from the schema that checks what is typed in it. */
function fieldsOf(schema: z.ZodType, secret: boolean): ChannelField[] {
  const { properties, required } = FormSchema.parse(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }))
  return Object.entries(properties).map(([name, field]) => ({
    ...{ name, secret, choices: field.enum ?? [], required: required.includes(name), default: field.default ?? null },
    type: field.enum
      ? "choice"
      : field.type === "boolean"
        ? "flag"
        : field.type === "number" || field.type === "integer"
          ? "number"
          : "text",
  }))
}
