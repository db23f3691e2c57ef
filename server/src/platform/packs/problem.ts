/** What a pack can get wrong. Each has its words, rule and mend, under `packs:rules` in both languages. */
export type PackRuleName =
  | "yaml"
  | "too-large"
  | "required"
  | "type"
  | "one-of"
  | "unknown-name"
  | "least"
  | "more-than"
  | "most"
  | "form"
  | "result-type"
  | "subject"
  | "folder-name"
  | "hazard-twice"
  | "id-twice"
  | "property-unknown"
  | "property-counts-people"
  | "possible-span"
  | "thresholds-rise"
  | "part-unknown"
  | "plan-twice"
  | "slot-unknown"
  | "slots-differ"
  | "forbidden-term"
  | "manner"
  | "air-plans"
  | "authority-twice"
  | "authority-contact"
  | "authority-role"

/** One thing that is wrong in a pack, where it stands, and what the words need to say so. */
export interface PackProblem {
  readonly file: string
  /** From 1. */
  readonly line: number
  /** Such as `rules.2.levels.red`. */
  readonly path: string
  readonly rule: PackRuleName
  readonly values: Readonly<Record<string, string | number>>
}

export type PackPath = readonly (string | number)[]

/** Collects the problems of one file. */
export interface Problems {
  add(path: PackPath, rule: PackRuleName, values?: Readonly<Record<string, string | number>>): void
}
