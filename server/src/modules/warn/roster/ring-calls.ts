import { createHash, randomBytes } from "node:crypto"
import { wordsIn } from "@holdfast/words"
import type { ChannelMessage, ChannelPlugIn } from "../channels/index.ts"
import { findWarning } from "../store/warning-store.ts"
import type { RosterContext } from "./context.ts"
import { ring } from "./domain/ladder.ts"
import type { Contact, StoredPerson } from "./domain/person.ts"
import { openContact } from "./open-person.ts"
import { changeCall, insertRing, keepRung, lockDue, type StoredCall } from "./store/call-store.ts"
import { listPeopleWith } from "./store/person-store.ts"

/** So many posts in one round; the next round is a few seconds later. */
const ROUND_MAX = 200
const ATTEMPT_MAX_MS = 30_000
const CODE_BYTES = 16

interface Ringing {
  readonly call: StoredCall
  readonly person: StoredPerson
  /** Undefined when nothing is asked: they hear that it is over. */
  readonly code?: string
}

export const hashOfCode = (code: string): Buffer => createHash("sha256").update(code).digest()

/**
 * Rings whoever is due: the person whose turn it is, by every channel that reaches them. What is rung stands in the database before it
 * leaves, so that after a crash somebody is rung late rather than twice a second.
 */
export async function ringCalls(context: RosterContext, now: Date): Promise<void> {
  if (!context.channels || context.channels.ways().length === 0) return
  const ringings = [...(await takeDue(context, now)), ...(await takeTold(context, now))]
  await Promise.all(ringings.map((ringing) => send(context, ringing)))
}

async function takeDue({ world }: RosterContext, now: Date): Promise<Ringing[]> {
  return world.react(async (tx) => {
    const ringings: Ringing[] = []
    for (const call of await lockDue(tx.db, "due_at", { now, limit: ROUND_MAX })) {
      const people = await listPeopleWith(tx.db, call)
      const rung = ring(call, Math.max(1, people.length), now)
      const person = people[rung.place - 1]
      await changeCall(tx.db, call.id, {
        ...{ place: rung.place, tries: rung.tries },
        // With nobody left under this post it is for people to mend.
        due_at: person ? rung.dueAt : null,
      })
      if (!person) continue
      const code = randomBytes(CODE_BYTES).toString("base64url")
      await insertRing(tx.db, { call: call.id, codeHash: hashOfCode(code), at: now })
      ringings.push({ call, person, code })
    }
    return ringings
  })
}

/** Everybody who was rung about what was lifted or sent in error, once. */
async function takeTold({ world }: RosterContext, now: Date): Promise<Ringing[]> {
  return world.react(async (tx) => {
    const ringings: Ringing[] = []
    for (const call of await lockDue(tx.db, "tell_at", { now, limit: ROUND_MAX })) {
      await changeCall(tx.db, call.id, { tell_at: null })
      const people = await listPeopleWith(tx.db, call)
      for (const person of people.slice(0, Math.max(call.place, Math.ceil(call.rung / 2)))) ringings.push({ call, person })
    }
    return ringings
  })
}

async function send(context: RosterContext, { call, person, code }: Ringing): Promise<void> {
  const { world, channels, key, publicUrl } = context
  const purposes = code === undefined ? (["lifting", "retraction"] as const) : (["warning", "update"] as const)
  const warning = await findWarning(world.db.query, call.warning)
  const message = await channels?.messageAbout(call.warning, purposes, person.language)
  if (!channels || !warning || !message) return
  const said = code === undefined ? message : asking(message, `${publicUrl}/answer/${code}`)
  const contact = openContact(key, person)
  const hash = code === undefined ? undefined : hashOfCode(code)
  const turn = hash?.toString("hex").slice(0, 12) ?? `over.${person.place}`
  const receipts: string[] = []
  const reached = new Set<string>()
  for (const { channel, plugIn } of channels.ways({ area: call.area, level: warning.level })) {
    const address = addressFor(plugIn.kind, contact)
    const sort = plugIn.kind.startsWith("sms") ? "sms" : plugIn.kind
    // Of two gateways for SMS the second is for when the first takes nothing.
    if (address === "" || reached.has(sort)) continue
    const delivery = { key: `${call.id}.${turn}`, address, message: said, attempt: 1 }
    const outcome = await plugIn.send(delivery, AbortSignal.timeout(ATTEMPT_MAX_MS)).catch((error: unknown) => {
      context.onError(error)
      return undefined
    })
    if (outcome?.result === "accepted" || outcome?.result === "delivered") reached.add(sort)
    if (outcome?.result === "accepted" && outcome.receipt !== undefined) receipts.push(`${channel}:${outcome.receipt}`)
  }
  if (hash && reached.size > 0) await world.react((tx) => keepRung(tx.db, { call: call.id, codeHash: hash, receipts }))
}

function addressFor(kind: ChannelPlugIn["kind"], { phone, email }: Contact): string {
  return kind === "email" ? email : phone
}

/** The message, with how to say that they have it. Words of SMS stay short: the link leads to the rest. */
function asking(message: ChannelMessage, link: string): ChannelMessage {
  const words = wordsIn(message.language)
  const answer = words("roster:message.answer", { link })
  return {
    ...message,
    text: `${message.text}\n${answer}`,
    short: words("roster:message.short", { headline: message.headline, answer }),
    speech: `${message.speech}\n${words("roster:message.speech")}`,
  }
}
