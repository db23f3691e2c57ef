import type { AreaRef, CardBeside, OutsideAlert } from "@holdfast/contracts"
import { type Language, wordsIn } from "@holdfast/words"
import { composeContent } from "./channels/domain/compose-content.ts"
import type { WarnContext } from "./context.ts"
import { phrasesOf } from "./domain/phrases.ts"
import { suggest } from "./domain/suggest.ts"
import { isInside, overlaps, type StoredWarning } from "./domain/warning.ts"
import { readSize } from "./read-size.ts"

/** Areas that only a drawn shape touches are not said as if they were warned whole. */
const chosen = (areas: StoredWarning["areas"]): readonly AreaRef[] => areas.filter(({ drawn }) => !drawn)

/** What stands beside a warning on its card: what others say there, who could help or approve, how it will look and sound. */
export async function readBeside(
  context: WarnContext,
  warning: StoredWarning,
  { now, language, isMeasured }: { readonly now: Date; readonly language: Language; readonly isMeasured: boolean },
): Promise<CardBeside> {
  const { places, sense, people, reach } = context
  const ids = warning.areas.map(({ id }) => id)
  const [size, subscribers, alerts, shelters, approvers] = await Promise.all([
    readSize(context, warning),
    reach.count(ids),
    sense.listOutsideAlerts(),
    places.listSites({ kinds: ["shelter"] }),
    people.approversOnDuty(ids),
  ])
  const inside = shelters.filter(({ area }) => isInside(area, warning.areas))
  const pack = context.packs.find(warning.hazard)?.warning
  return {
    size,
    subscribers,
    others: alerts.filter(({ areas }) => overlaps(areas, warning.areas)).map((alert) => sayAlert(alert, language)),
    shelters: { count: inside.length, places: inside.reduce((sum, { capacity }) => sum + (capacity ?? 0), 0) },
    channels: (context.channels?.channelsNow(ids, warning.level) ?? [])
      .filter(({ state }) => state !== "ok")
      .map(({ name, state, reason }) => ({ name, state, reason })),
    approversNow: approvers
      .filter(({ account }) => account !== warning.author.account)
      .map(({ role, area, name }) => ({ role, area: area === null ? null : (places.findArea(area)?.name ?? null), name })),
    suggested:
      pack && warning.kind === "warning"
        ? saySuggestion(pack.levels[warning.level], warning, { now, language, isMeasured })
        : null,
    phrases: pack && warning.kind === "warning" ? phrasesOf(pack, warning.level) : [],
    said: sayOut(context, warning),
  }
}

function sayAlert({ id, publisher, texts, severity, expiresAt }: OutsideAlert, language: Language): CardBeside["others"][number] {
  const own = texts.find((text) => text.language.toLowerCase().startsWith(language.slice(0, 2))) ?? texts[0]!
  return { id, publisher, event: own.event || own.headline, severity, expiresAt }
}

function saySuggestion(
  level: Parameters<typeof suggest>[0],
  { onset }: StoredWarning,
  { now, language, isMeasured }: { readonly now: Date; readonly language: Language; readonly isMeasured: boolean },
): CardBeside["suggested"] {
  const { urgency, certainty, severity, because } = suggest(level, { onset, now, isMeasured })
  const words = wordsIn(language)
  return { urgency, certainty, severity, why: because.map((reason) => words(`coach:suggest.${reason}`)).join(" ") }
}

function sayOut({ world, publicUrl, timeZone }: WarnContext, warning: StoredWarning): CardBeside["said"] {
  const { code, texts, areas, shapes, expires, kind } = warning
  return composeContent({
    purpose: kind === "lifting" ? "lifting" : "warning",
    status: world.kind === "live" ? "Actual" : "Exercise",
    code,
    page: `${publicUrl}/warnings/${code}`,
    texts,
    areas: [...chosen(areas), ...shapes],
    targets: [],
    expires,
    timeZone,
  }).texts
}
