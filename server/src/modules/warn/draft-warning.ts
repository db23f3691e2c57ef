import { type AreaRef, type DraftWarning, type Level, OriginalWarning, type WarningTexts } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { existing, withAccount } from "./advance.ts"
import { modeOf } from "./authority/index.ts"
import type { WarnContext } from "./context.ts"
import { beginTexts, fillTexts, type SlotSource } from "./domain/fill.ts"
import { type StoredWarning, stanceOf, unsent } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { beginOf, findBegun } from "./find-begun.ts"
import { readMeasured } from "./read-measured.ts"
import { groundOf, putGround } from "./shapes/index.ts"
import { findWarning, insertWarning } from "./store/warning-store.ts"

const HOUR_MS = 3_600_000

interface Beginning {
  readonly hazard: string
  readonly level: Level
  readonly areas: readonly AreaRef[]
  readonly measured?: SlotSource["measured"]
}

/**
 * Begins a draft from a signal, or from hazard, level, and areas; both languages are filled from the pack's template. Sent again
 * with the same id it is begun once. By hand it may begin with the words of an earlier warning, whose slots then say what is true of
 * this one, or with none. Throws `WARN_NOT_FOUND` for an earlier one that is not there, `PLATFORM_RECORD_EXISTS` when the id is that of another record,
 * `WARN_PACK_NOT_FOUND` for a hazard without a pack, and what `places` and `sense` throw for areas and signals they do not know.
 */
export async function draftWarning(context: WarnContext, actor: Actor, request: DraftWarning): Promise<StoredWarning> {
  const author = withAccount(actor)
  const begun = await findBegun(context.world, actor, request)
  if (begun) return begun
  const because = "signal" in request ? request.signal : null
  const { hazard, level, areas, measured } = await begin(context, request)
  const pack = context.packs.find(hazard)
  if (!pack) throw warnErrors.PACK_NOT_FOUND({ hazard })
  const template = pack.warning.levels[level]
  const written = (await readOtherWords(context, request)) ?? beginTexts(template.texts, { measured })
  const mode = modeOf(context, { hazard, level })
  const original = mode === "relay" && "signal" in request ? await readPassedOn(context, request.signal) : null
  const ground = await groundOf(context, { areas, shapes: [] })
  const drafted = context.world.transact(async (tx) => {
    const onset = tx.now
    const expires = new Date(onset.getTime() + template.validHours * HOUR_MS)
    const { city, timeZone } = context
    const warning = await insertWarning(tx.db, {
      id: request.id ?? newId(),
      kind: "warning",
      state: "draft",
      hazard,
      level,
      areas,
      shapes: [],
      texts: fillTexts(written, { areas, level, onset, expires, city, timeZone, measured }),
      resources: [],
      ...stanceOf(template, Boolean(measured)),
      onset,
      expires,
      because,
      follows: null,
      createdAt: tx.now,
      author,
      ...unsent,
      written,
      mode,
      original,
    })
    await putGround(tx.db, warning.id, ground)
    tx.record(beginOf(actor, warning))
    return warning
  })
  return drafted.catch(async (error: unknown) => {
    // Of two that were sent at once, the other one was first.
    const winner = await findBegun(context.world, actor, request)
    if (winner) return winner
    throw error
  })
}

const none = { headline: "", description: "", instruction: "" }

/** The words that it begins with where these are not the template's. */
async function readOtherWords({ world }: WarnContext, request: DraftWarning): Promise<WarningTexts | undefined> {
  if ("signal" in request || request.words === undefined) return undefined
  if (request.words === "blank") return { "zh-CN": none, en: none }
  const { of } = request.words
  const { written, texts } = existing(await findWarning(world.db.query, of), of)
  return written ?? texts
}

/** Whose alert is passed on, and which, where the signal was raised from one; otherwise the author says it. */
async function readPassedOn({ sense }: WarnContext, signal: string): Promise<StoredWarning["original"]> {
  const alert = await sense.findOutsideAlertOf(signal)
  const known = OriginalWarning.safeParse(alert && { issuer: alert.publisher, reference: alert.identifier })
  return known.success ? known.data : null
}

async function begin(context: WarnContext, request: DraftWarning): Promise<Beginning> {
  if ("signal" in request) {
    const measured = await readMeasured(context, request.signal)
    const { hazard, level, area } = measured
    // What was raised from an alert of others was not measured by anybody here.
    return { hazard, level, areas: [area], measured: measured.threshold === null ? null : measured }
  }
  const { hazard, level, areas } = request
  return { hazard, level, areas: [...new Set(areas)].map((id) => ({ id, name: context.places.getArea(id).name })) }
}
