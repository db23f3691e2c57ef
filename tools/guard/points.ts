import type { GuardFacts } from "./facts.ts"
import { brokenYear, endlessRetention, roomInHeaders, undeclaredColumns } from "./schema-points.ts"
import { clientTracesRead, foreignHosts } from "./source-points.ts"
import { forbiddenTerms, measuredPersons } from "./term-points.ts"

export interface GuardPoint {
  /** Its rule stands in the language files under `identity:guard.<id>`. */
  readonly id: string
  /** What breaks the rule, one line each. */
  readonly check: (facts: GuardFacts) => readonly string[]
}

/** The rules of safety and rights that a build must keep to be called Holdfast. */
export const guardPoints: readonly GuardPoint[] = [
  { id: "undeclared-columns", check: undeclaredColumns },
  { id: "finite-retention", check: endlessRetention },
  { id: "log-header", check: roomInHeaders },
  { id: "log-forgets", check: brokenYear },
  { id: "client-address", check: clientTracesRead },
  { id: "foreign-hosts", check: foreignHosts },
  { id: "forbidden-terms", check: forbiddenTerms },
  { id: "subjects", check: measuredPersons },
]
