import { type CapCode, type CapProblem, type CapVerdict, capRules, problemOf, worstVerdict } from "../rules.ts"
import type { XmlElement } from "../xml/element.ts"
import { pathOf } from "./path-of.ts"

/** Problems that are told one by one; those beyond count for the verdict only. A message has some, an attack a million. */
const PROBLEMS_MAX = 200

/** Gathers what is wrong with one message, or with what is around the messages. */
export class Findings {
  readonly problems: CapProblem[] = []
  verdict: CapVerdict = "accept"

  /** @param inside name of a part that is missing in the element */
  add(code: CapCode, place: XmlElement | string, found: string, inside?: string): void {
    const { verdict } = capRules[code]
    if (verdict !== "accept") this.verdict = worstVerdict([this.verdict, verdict])
    if (this.problems.length >= PROBLEMS_MAX) return
    const path = typeof place === "string" ? place : pathOf(place)
    this.problems.push(problemOf(code, inside ? `${path}/${inside}` : path, found))
  }
}
