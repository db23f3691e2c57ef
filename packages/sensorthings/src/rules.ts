/**
 * What addresses, queries, bodies, and batches keep to: each rule by its code, with the values that its words need. Codes stay, as
 * those of errors do. The words stand in the language files under `rules`, beside those of mapping files; a test holds that none is missing and that slots fit.
 */
export const rules = {
  // Values of any field.
  required: [],
  "not-removable": [],
  number: [],
  "whole-number": [],
  "positive-whole-number": [],
  "true-or-false": [],
  text: ["max"],
  "text-needed": ["max"],
  "text-or-null": ["max"],
  "quoted-text": [],
  "storable-text": [],
  list: [],
  "not-empty": [],
  "at-least-entries": ["min"],
  "at-most-entries": ["max"],
  object: [],
  "json-type": ["expected"],
  json: [],
  "json-line": [],
  "one-of": ["known"],
  "unknown-name": [],
  time: [],
  "time-or-interval": [],
  date: [],
  duration: [],
  interval: [],
  "interval-order": [],

  // Bounds.
  "at-most-characters": ["max"],
  "at-most-levels": ["max"],
  "at-most-operations": ["max"],
  "at-most-branches": ["max"],
  "at-most-steps": ["max"],
  "at-most-entities": ["max"],
  "at-most-positions": ["max"],
  "at-most-requests": ["max"],
  "less-nesting": [],

  // Addresses.
  address: [],
  "collection-address": [],
  "entity-address": [],
  "unlink-address": [],
  "decodable-address": [],

  // Queries.
  "option-once": [],
  "option-inside-expand": [],
  "branch-options-once": [],
  "readable-at": ["at"],
  "value-at": ["at"],
  "word-at": ["at"],
  "number-at": ["at"],
  "mark-at": ["mark", "at"],
  "end-at": ["at"],
  function: ["known"],
  arguments: ["allowed", "given"],
  "name-of": ["set", "known"],
  "order-by-one": ["relation"],
  "path-into-json": [],
  comparable: ["type"],
  "compare-null": [],
  "compare-geometry": [],
  geometry: [],
  "well-known-text": [],
  "relate-pattern": [],
  reckonable: ["state"],
  sortable: [],
  skiptoken: [],
  "options-for-one": [],
  "csv-relation-to-one": [],
  "data-array-without-expand": [],
  "only-observations": [],
  "only-entities": [],
  "geojson-entities": ["known"],
  "geojson-plain-expand": [],

  // Entities and what links them.
  existing: ["set"],
  "as-address": ["id"],
  link: [],
  "link-or-entity": [],
  "link-while-changing": [],
  "one-not-list": [],
  "relation-to-change": [],
  "relation-to-link": [],
  "measurements-stay": [],
  "feature-needed": [],
  "place-per-encoding": [],
  geojson: [],
  position: [],
  key: [],
  "observation-type": ["known"],
  "observation-types": ["max", "known"],
  "unit-object": [],
  "units-for-values": ["length"],
  "properties-for-values": ["length"],
  "no-persons": [],
  "no-sentences": [],
  "name-without-spaces": [],
  "patch-list": ["max"],
  "patch-operation": [],
  "patch-path": [],
  "patch-test": [],

  // Results.
  "result-number": [],
  "result-integer": [],
  "result-boolean": [],
  "result-category": [],
  "result-values": ["length"],
  "result-home-alarm": [],

  // Many at once.
  "row-length": ["length"],
  "datastream-or-multi": [],
  "batch-id": [],
  "batch-boundary": [],
  "batch-part-type": [],
  "batch-request-line": [],
  "batch-headers": [],
  "batch-end": ["mark"],
  "group-together": ["group"],
  "content-id-once": [],
  "content-id-known": ["known"],
  "content-id-stored": ["entity"],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type Rule = keyof typeof rules
/** A rule whose words need no values. */
export type PlainRule = { [R in Rule]: (typeof rules)[R] extends readonly [] ? R : never }[Rule]
type Values<R extends Rule> = { readonly [Name in (typeof rules)[R][number]]: string | number }

/** A rule that was broken, with what its words need: `"required"`, or `"at-most-levels", { max: 12 }`. */
export type Broken =
  | readonly [rule: PlainRule, values?: undefined]
  | { [R in Exclude<Rule, PlainRule>]: readonly [rule: R, values: Values<R>] }[Exclude<Rule, PlainRule>]

/** As an error carries it among its values. */
export function brokenValues(...[rule, values]: Broken): { readonly rule: Rule; readonly [value: string]: string | number } {
  return { rule, ...values }
}
