import type { ChangeChannel, ChannelKind, CreateChannel } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { z } from "zod"
import type { Actor, NewEntry } from "../../../platform/log/index.ts"
import type { ChannelsContext } from "./context.ts"
import { channelErrors } from "./errors.ts"
import type { ChannelSecrets } from "./secret-box.ts"
import { insertChannel, listChannels, lockChannel, type StoredChannel, updateChannel } from "./store/channel-store.ts"

/** A new channel. Throws `CHANNELS_SETTING` for what the kind does not take, and `PLACES_AREA_NOT_FOUND`. */
export async function createChannel(context: ChannelsContext, actor: Actor, given: CreateChannel): Promise<number> {
  const { kind, secrets = {}, testAddresses = [], ...typed } = given
  const hidden = { secrets, testAddresses }
  const settings = checked(context, kind, { settings: typed.settings, secrets })
  for (const area of typed.areas) context.places.getArea(area)
  const id = await context.world.transact(async (tx) => {
    const others = await listChannels(tx.db)
    const channel = await insertChannel(tx.db, { ...typed, kind, settings, sealed: null, createdAt: tx.now })
    if (isAny(hidden)) await updateChannel(tx.db, { ...channel, sealed: sealed(context, channel.id, hidden, others) })
    tx.record(entryOf(actor, "create-channel", channel))
    return channel.id
  })
  await context.dispatcher.reload()
  return id
}

/** Changes what is given; secrets that are left out stay. Throws as `createChannel`, and `CHANNELS_NOT_FOUND`. */
export async function changeChannel(context: ChannelsContext, actor: Actor, id: number, given: ChangeChannel): Promise<void> {
  const { secrets, testAddresses, ...typed } = given
  await context.world.transact(async (tx) => {
    const before = await lockChannel(tx.db, id)
    if (!before) throw channelErrors.NOT_FOUND({ channel: id })
    const known = context.secrets.open(before)
    const hidden = { secrets: { ...known.secrets, ...secrets }, testAddresses: testAddresses ?? known.testAddresses }
    const settings = checked(context, before.kind, { settings: typed.settings ?? before.settings, secrets: hidden.secrets })
    for (const area of typed.areas ?? []) context.places.getArea(area)
    const changed: StoredChannel = {
      ...before,
      ...Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined)),
      settings,
      sealed: isAny(hidden) ? sealed(context, id, hidden, await listChannels(tx.db)) : null,
    }
    await updateChannel(tx.db, changed)
    tx.record(entryOf(actor, "change-channel", changed))
  })
  await context.dispatcher.reload()
}

/** The settings with what the kind fills in. A secret is judged and never told. */
function checked(
  { kinds }: ChannelsContext,
  kind: ChannelKind,
  given: { readonly settings: Readonly<Record<string, unknown>>; readonly secrets: Readonly<Record<string, string>> },
): Record<string, unknown> {
  if (kind === "hand") return {}
  const known = kinds.find((one) => one.kind === kind)
  if (!known) throw channelErrors.KIND_UNKNOWN({ kind })
  const refuse = (error: z.ZodError) => {
    const [issue] = error.issues
    const named = issue?.code === "unrecognized_keys" ? issue.keys[0] : issue?.path[0]
    return channelErrors.SETTING({ setting: String(named ?? ""), kind })
  }
  const settings = known.settings.safeParse(given.settings)
  if (!settings.success) throw refuse(settings.error)
  const secrets = known.secrets.safeParse(given.secrets)
  if (!secrets.success) throw refuse(secrets.error)
  return settings.data as Record<string, unknown>
}

function isAny({ secrets, testAddresses }: ChannelSecrets): boolean {
  return Object.keys(secrets).length + testAddresses.length > 0
}

function sealed({ secrets }: ChannelsContext, id: number, hidden: ChannelSecrets, all: readonly StoredChannel[]): Buffer {
  return secrets.seal(
    id,
    hidden,
    all.some((one) => one.sealed !== null),
  )
}

/** No setting stands in the log: an address of a machine may be in it. */
function entryOf(actor: Actor, verb: string, { id, kind, enabled, areas, levels }: StoredChannel): NewEntry {
  const body = { channel: id, kind, enabled, areas: [...areas], levels: [...levels] }
  return { module: "warn", verb, record: newId(), actor, retention: "staff-action", body }
}
