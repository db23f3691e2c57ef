import type { GuardPointId } from "../../server/src/privacy-page/index.ts"
import type { GuardFacts } from "./facts.ts"
import { smallFigures } from "./figure-points.ts"
import { drillTouchesLive, keptTooLong, openEdges, personalOutside, sealedPaths, searchablePersons } from "./night-points.ts"
import { storedPositions } from "./position-points.ts"
import { brokenYear, endlessRetention, roomInHeaders, undeclaredColumns } from "./schema-points.ts"
import { clientTracesRead, foreignHosts } from "./source-points.ts"
import { forbiddenTerms, measuredPersons } from "./term-points.ts"
import { headersMissing, rememberedVisitors, tracesFound } from "./visitor-points.ts"

export interface GuardPoint {
  readonly id: GuardPointId
  /** What breaks the rule, one line each. */
  readonly check: (facts: GuardFacts) => readonly string[]
}

/** How each rule of safety and rights is checked. */
const checks: Readonly<Record<GuardPointId, GuardPoint["check"]>> = {
  "sealed-path": sealedPaths,
  edges: openEdges,
  "client-found": tracesFound,
  "client-address": clientTracesRead,
  "rate-limits": rememberedVisitors,
  "reader-promises": headersMissing,
  "foreign-hosts": foreignHosts,
  positions: storedPositions,
  "personal-outside": personalOutside,
  "published-figures": smallFigures,
  "search-index": searchablePersons,
  retention: keptTooLong,
  "finite-retention": endlessRetention,
  "undeclared-columns": undeclaredColumns,
  "log-header": roomInHeaders,
  "log-forgets": brokenYear,
  "drill-live": drillTouchesLive,
  "forbidden-terms": forbiddenTerms,
  subjects: measuredPersons,
}

export const guardPoints: readonly GuardPoint[] = Object.entries(checks).map(([id, check]) => ({ id: id as GuardPointId, check }))
