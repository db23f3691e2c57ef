import type { Bilingual, CoachRemark, WarningCard } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { type Language, wordsIn } from "@holdfast/words"
import { existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { findBetters } from "./domain/betters.ts"
import { findMusts, type Remark } from "./domain/musts.ts"
import { type Measured, sayMeasured } from "./domain/say-measured.ts"
import { isUnsent, overlaps, replacedBy, type StoredWarning } from "./domain/warning.ts"
import { readMeasured } from "./read-measured.ts"
import { readOutlines } from "./read-outlines.ts"
import { listComingBack } from "./reissue-warnings.ts"
import { findWarning, listWarningsInForce } from "./store/warning-store.ts"
import { tryMessage } from "./try-message.ts"

/** What everybody should see before it goes out: who and what is inside, who is not, what already applies there, what must be mended. */
export async function readCard(context: WarnContext, id: string, language: Language): Promise<WarningCard> {
  const { world, places, countApprovers, timeZone } = context
  const warning = existing(await findWarning(world.db.query, id), id)
  const now = world.clock.now()
  const ids = warning.areas.map((area) => area.id)
  const because = warning.kind === "warning" ? warning.because : null
  const [summary, inForce, approvers, measured, comingBack] = await Promise.all([
    places.summarize(ids),
    listWarningsInForce(world.db.query, now),
    countApprovers(ids, warning.author.account ?? undefined),
    because ? readMeasured(context, because) : undefined,
    warning.state === "sent" ? listComingBack(world.db.query, warning, now) : [],
  ])
  const words = wordsIn(language)
  const musts = findMusts(warning, now)
  const unsendable = isUnsent(warning) && musts.length === 0 ? await findUnsendable(context, warning, { now, language }) : []
  const replaced = new Set(warning.kind === "warning" ? replacedBy(warning, inForce) : [])
  const remark = (group: "musts" | "betters", { code, found, at, area }: Remark<string>): CoachRemark => ({
    code: `WARN_${code}`,
    text: words(`warn:${group}.${code}`, { found }),
    found,
    at: at ?? null,
    area: area?.id ?? null,
  })
  return {
    ...summary,
    alreadyActive: inForce
      .filter((other) => other.id !== id && other.id !== warning.follows && overlaps(other.areas, warning.areas))
      .map((other) => ({ code: other.code, level: other.level, areas: [...other.areas], replaced: replaced.has(other) })),
    comesBack: comingBack.map(({ code, level, areas, expires }) => ({
      code,
      level,
      areas: [...areas],
      expires: expires.toISOString(),
    })),
    approvers,
    musts: (musts.length > 0 ? musts : unsendable).map((must) => remark("musts", must)),
    betters: findBetters(warning, summary.neighbours, timeZone).map((better) => remark("betters", better)),
    measured: measured ? sayInBoth(measured, timeZone) : null,
    checkedAt: now.toISOString(),
  }
}

/** Why no message can be made of it, in the words of who would submit it. */
async function findUnsendable(
  context: WarnContext,
  warning: StoredWarning,
  { now, language }: { readonly now: Date; readonly language: Language },
): Promise<Remark<"NOT_SENDABLE">[]> {
  try {
    await tryMessage(context, { db: context.world.db.query, now }, warning, await readOutlines(context, warning))
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ code: "NOT_SENDABLE", found: wordsIn(language)(`warn:errors.${error.code}`, error.values) }]
  }
}

function sayInBoth(measured: Measured, timeZone: string): Bilingual | null {
  const [chinese, english] = [sayMeasured(measured, "zh-CN", timeZone), sayMeasured(measured, "en", timeZone)]
  return chinese && english ? { "zh-CN": chinese, en: english } : null
}
