import { levels } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { assertNoMusts } from "./advance.ts"
import { type Confirmed, findConfirmed, listInForceStanding, modeOf, type Standing } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { beginTexts, fillTexts } from "./domain/fill.ts"
import { isInside, replacedBy, stanceOf, unsent } from "./domain/warning.ts"
import { readMeasured } from "./read-measured.ts"
import { readOutlines } from "./read-outlines.ts"
import { readyToSend } from "./ready-to-send.ts"
import { sendReady } from "./send-ready.ts"
import { groundOf, putGround, readNewGround } from "./shapes/index.ts"
import { hasWarnedOf, insertWarning, lockInForce, lockSending } from "./store/warning-store.ts"

const HOUR_MS = 3_600_000
const system: Actor = { role: "system" }

/**
 * Sends what two people allowed before: the unchanged template of the pack, for the rule's own area, when two independent gauges have
 * the rule fulfilled and nothing at this level or above is in force there, nor in a part of it: that would be replaced, with the words
 * that people chose for that part, so it is left to people. What was sent once for a signal is not sent again for it,
 * also when somebody took it back.
 */
export async function sendStanding(context: WarnContext, now: Date): Promise<void> {
  const { world, sense, people } = context
  const allowed = await listInForceStanding(world.db.query, now)
  if (allowed.length === 0) return
  const signals = await sense.listSignals({ states: ["open", "acknowledged"] })
  for (const standing of allowed) {
    const { proposer, approver } = standing
    const names = await people.names([proposer.account!, approver!.account!])
    // An account that ended allows nothing any more.
    if (names.size < 2 || modeOf(context, standing) !== "issue") continue
    const confirmed = findConfirmed(signals, standing, (datastream) => sense.placeOf(datastream))
    for (const pair of confirmed) await sendOne(context, standing, pair)
  }
}

async function sendOne(context: WarnContext, standing: Standing, { signal, by }: Confirmed): Promise<void> {
  const { world, packs, city, timeZone, places } = context
  const { hazard, level } = standing
  const pack = packs.find(hazard)
  // The rule's own area, and only inside the jurisdiction: what the tree of areas does not have is not ours.
  if (!pack || !places.findArea(signal.area.id)) return
  const measured = await readMeasured(context, signal.id)
  const areas = [signal.area]
  const outlines = await readOutlines(context, { areas, shapes: [] })
  const template = pack.warning.levels[level]
  const written = beginTexts(template.texts, { measured })
  const ground = await groundOf(context, { areas, shapes: [] })
  await world.react(async (tx) => {
    await lockSending(tx.db)
    if (await hasWarnedOf(tx.db, [signal.id, by.id])) return
    const still = (await lockInForce(tx.db, hazard)).filter(({ expires }) => expires > tx.now)
    const asHigh = still.filter((other) => levels.indexOf(other.level) >= levels.indexOf(level))
    if (asHigh.some((other) => isInside(signal.area.id, other.areas))) return
    const id = newId()
    if (replacedBy({ id, hazard, areas, shapes: [] }, asHigh, await readNewGround(tx.db, ground, asHigh)).length > 0) return
    const onset = tx.now
    const expires = new Date(onset.getTime() + template.validHours * HOUR_MS)
    const waiting = await insertWarning(tx.db, {
      ...unsent,
      ...stanceOf(template, true),
      id,
      kind: "warning",
      state: "submitted",
      hazard,
      level,
      areas,
      shapes: [],
      resources: [],
      texts: fillTexts(written, { areas, level, onset, expires, city, timeZone, measured }),
      onset,
      expires,
      because: signal.id,
      follows: null,
      createdAt: tx.now,
      author: standing.proposer,
      mode: "issue",
      original: null,
      submittedAt: tx.now,
      basis: "standing",
      standing: standing.id,
      written,
    })
    await putGround(tx.db, waiting.id, ground)
    const ready = readyToSend(context, waiting, { approver: standing.approver, now: tx.now })
    assertNoMusts(context, ready, tx.now)
    const body = { code: waiting.code, standing: standing.code, signals: [signal.code, by.code] }
    tx.record({ module: "warn", verb: "send-standing", record: waiting.id, actor: system, retention: "public-warning", body })
    await sendReady(context, tx, system, ready, { outlines, still })
  })
}
