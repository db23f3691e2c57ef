import type { AreaRef, DraftWarning, Level } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import { withAccount } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { fillTexts, type SlotSource } from "./domain/fill.ts"
import { type StoredWarning, stanceOf } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
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
 * Begins a draft from a signal, or from hazard, level, and areas; both languages are filled from the pack's template. Throws
 * `WARN_PACK_NOT_FOUND` for a hazard without a pack, and what `places` and `sense` throw for areas and signals they do not know.
 */
export async function draftWarning(context: WarnContext, actor: Actor, request: DraftWarning): Promise<StoredWarning> {
  const author = withAccount(actor)
  const because = "signal" in request ? request.signal : null
  const { hazard, level, areas, measured } = await begin(context, request)
  const pack = context.packs.find(hazard)
  if (!pack) throw warnErrors.PACK_NOT_FOUND({ hazard })
  const template = pack.warning.levels[level]
  return context.world.transact(async (tx) => {
    const onset = tx.now
    const expires = new Date(onset.getTime() + template.validHours * HOUR_MS)
    const { city, timeZone } = context
    const warning = await insertWarning(tx.db, {
      id: newId(),
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
      approver: null,
      sentAt: null,
      endedAt: null,
      rejection: null,
      identifier: null,
      retraction: null,
    })
    tx.record({
      module: "warn",
      verb: "draft",
      record: warning.id,
      because: because ? { edge: "open", record: because } : undefined,
      actor,
      retention: "staff-action",
      body: { code: warning.code, hazard, level, areas: areas.map(({ id }) => id) },
    })
    return warning
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
