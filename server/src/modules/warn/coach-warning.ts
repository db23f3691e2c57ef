import type { AreaRef, Bilingual, CoachMend, CoachRemark, WarningCard } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { formatsIn, type Language, languageNames, wordsIn } from "@holdfast/words"
import type { WarnContext } from "./context.ts"
import { findBetters, type Mend, type Remark } from "./domain/coach/index.ts"
import { isUnsent, type StoredWarning } from "./domain/warning.ts"
import { findMustsOf, namedPlaces } from "./find-musts.ts"
import { readOutlines } from "./read-outlines.ts"
import { tryMessage } from "./try-message.ts"

interface Reader {
  readonly now: Date
  readonly language: Language
  /** Areas next to those of the warning, which it does not include. */
  readonly neighbours: readonly AreaRef[]
}

/** What the coach says of a warning, in the language of who reads it. What can be sent at all is tried when nothing else is left. */
export async function coachWarning(
  context: WarnContext,
  warning: StoredWarning,
  { now, language, neighbours }: Reader,
): Promise<Pick<WarningCard, "musts" | "betters">> {
  const { places, packs, city, timeZone } = context
  const pack = packs.find(warning.hazard)
  const musts = findMustsOf(context, warning, now)
  const unsendable = isUnsent(warning) && musts.length === 0 ? await findUnsendable(context, warning, { now, language }) : []
  const hazard: Bilingual[] = pack ? [pack.name, pack.warning.event] : []
  const betters = findBetters(warning, { now, timeZone, places: namedPlaces(places), neighbours, city, hazard })
  const say = (group: "musts" | "betters") => (remark: Remark<string>) => sayRemark(group, remark, language, timeZone)
  return { musts: (musts.length > 0 ? musts : unsendable).map(say("musts")), betters: betters.map(say("betters")) }
}

function sayRemark(group: "musts" | "betters", remark: Remark<string>, language: Language, timeZone: string): CoachRemark {
  const { code, found, limit, at, area, mends = [] } = remark
  const words = wordsIn(language)
  const of = at ? languageNames[at.language] : ""
  return {
    code: `WARN_${code}`,
    text: words(`coach:${group}.${code}`, {
      found,
      of,
      limit: limit === undefined ? "" : formatsIn(language, timeZone).count(limit),
    }),
    found,
    at: at ?? null,
    area: area?.id ?? null,
    mends: mends.map((mend) => sayMend(mend, language, timeZone)),
  }
}

function sayMend({ key, put, language: of, changes = [], expires }: Mend, language: Language, timeZone: string): CoachMend {
  const at = expires ? formatsIn(language, timeZone).shortDateTime(expires) : ""
  const label = wordsIn(language)(`coach:mends.${key}`, { put, of: of ? languageNames[of] : "", at })
  return { label, changes: [...changes], expires: expires?.toISOString() ?? null }
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
