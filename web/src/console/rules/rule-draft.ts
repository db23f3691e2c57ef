import { type CityRule, type Level, levels, type PackRule, type RuleKind } from "@holdfast/contracts"

/** A rule as its form holds it: fields that a person fills. */
export interface RuleDraft {
  readonly id: string
  readonly hazard: string
  readonly nameZh: string
  readonly nameEn: string
  readonly property: string
  readonly over: RuleKind
  readonly windowMin: string
  readonly radiusM: string
  readonly of: readonly string[]
  readonly levels: Readonly<Record<Level, string>>
  readonly holdMin: string
  readonly clearPercent: string
  readonly area: "smallest" | "district" | "areas"
  readonly areas: readonly string[]
  readonly stations: string
  /** Whose criteria a pack's rule takes; the city's own hold anywhere. */
  readonly jurisdiction: string
}

export function emptyDraft(hazard: string, property: string): RuleDraft {
  return {
    ...{ id: "", hazard, nameZh: "", nameEn: "", property, over: "latest", windowMin: "60", radiusM: "200", of: [] },
    ...{ levels: { blue: "", yellow: "", orange: "", red: "" }, holdMin: "0", clearPercent: "80" },
    ...{ area: "district", areas: [], stations: "", jurisdiction: "any" },
  }
}

export function toDraft({ hazard, rule }: Pick<CityRule, "hazard" | "rule">): RuleDraft {
  const { area = "smallest" } = rule
  const text = (level: Level) => (rule.levels[level] === undefined ? "" : String(rule.levels[level]))
  return {
    ...{ id: rule.id, hazard, nameZh: rule.name["zh-CN"], nameEn: rule.name.en, property: rule.property, over: rule.over },
    ...{ windowMin: String(rule.windowMin), radiusM: String(rule.radiusM ?? 200), of: rule.of ?? [] },
    levels: { blue: text("blue"), yellow: text("yellow"), orange: text("orange"), red: text("red") },
    ...{ holdMin: String(rule.holdMin), clearPercent: String(Math.round(rule.clearShare * 100)) },
    area: typeof area === "string" ? area : "areas",
    areas: typeof area === "string" ? [] : area.areas,
    stations: typeof area === "string" ? "" : (area.stations ?? []).join(" "),
    jurisdiction: rule.jurisdiction,
  }
}

/** The rule that a form says. The server checks it; what is not filled in is left out. */
export function toRule(draft: RuleDraft): PackRule {
  const { id, nameZh, nameEn, property, over, jurisdiction } = draft
  const stations = draft.stations.split(/[\s,，]+/).filter(Boolean)
  const thresholds = levels.flatMap((level) => (draft.levels[level].trim() === "" ? [] : [[level, Number(draft.levels[level])]]))
  return {
    ...{ id: id.trim(), name: { "zh-CN": nameZh.trim(), en: nameEn.trim() }, property, jurisdiction, over },
    windowMin: Number(draft.windowMin),
    levels: Object.fromEntries(thresholds) as PackRule["levels"],
    holdMin: Number(draft.holdMin),
    clearShare: Number(draft.clearPercent) / 100,
    area: draft.area === "areas" ? { areas: [...draft.areas], ...(stations.length > 0 && { stations }) } : draft.area,
    ...(over === "cluster" && { radiusM: Number(draft.radiusM) }),
    ...(over === "rules" && { of: [...draft.of] }),
  }
}
