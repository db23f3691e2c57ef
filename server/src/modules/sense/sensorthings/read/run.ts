import { Refused } from "@holdfast/sensorthings"
import type { Kysely, RawBuilder } from "kysely"

/** Failures that come from what was asked: a number that is too large, too much nesting. */
const ASKED_WRONG = /^(22|54)/
/** PostGIS says so of well-known text that is none, under the code of internal errors. */
const NO_GEOMETRY = /parse error|geometry|non-closed rings/i

/** Asks the database. What the question itself made fail is refused; anything else stays a failure of ours. */
export async function run<T>(db: Kysely<unknown>, question: RawBuilder<unknown>): Promise<T[]> {
  try {
    return (await (question as RawBuilder<T>).execute(db)).rows
  } catch (error) {
    const { code, message } = error as { code?: unknown; message?: string }
    if (typeof code !== "string") throw error
    if (code === "XX000" && NO_GEOMETRY.test(message ?? "")) throw new Refused("$filter", "", "well-known-text")
    if (ASKED_WRONG.test(code)) throw new Refused("$filter", "", "reckonable", { state: code })
    throw error
  }
}
