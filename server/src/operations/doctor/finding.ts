/** What is in order, what is worth knowing or mending soon, and what keeps the city from doing its work. */
export type Level = "ok" | "warning" | "problem"

/** One line of `doctor`. The words, with the mend, stand under `cli:doctor.says.<says>`. */
export interface Finding {
  readonly level: Level
  readonly says: string
  readonly values: Readonly<Record<string, string | number>>
  /** What failed, when a part of ours says it best itself. */
  readonly error?: { readonly code: string; readonly values: Readonly<Record<string, string | number>> }
}

export function finding(level: Level, says: string, values: Finding["values"] = {}): Finding {
  return { level, says, values }
}
