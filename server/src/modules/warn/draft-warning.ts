import type { AreaRef, DraftWarning, Level } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { withAccount } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { fillTexts, type SlotSource } from "./domain/fill.ts"
import { type StoredWarning, stanceOf, unsent } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { beginOf, findBegun } from "./find-begun.ts"
import { readMeasured } from "./read-measured.ts"
import { insertWarning } from "./store/warning-store.ts"

const HOUR_MS = 3_600_000

interface Beginning {
  readonly hazard: string
  readonly level: Level
  readonly areas: readonly AreaRef[]
  readonly measured?: SlotSource["measured"]
}

/**
 * Begins a draft from a signal, or from hazard, level, and areas; both languages are filled from the pack's template. Sent again
 * with the same id it is begun once. Throws `PLATFORM_RECORD_EXISTS` when the id is that of another record,
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
      texts: fillTexts(template.texts, { areas, level, onset, expires, city, timeZone, measured }),
      ...stanceOf(template, Boolean(measured)),
      onset,
      expires,
      because,
      follows: null,
      createdAt: tx.now,
      author,
      ...unsent,
    })
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
