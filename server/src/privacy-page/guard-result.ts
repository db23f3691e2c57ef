import { readFile } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"

/** What `npm run guard` writes and the page shows. */
export const GuardResult = z.object({
  at: z.iso.datetime(),
  /** The build that it looked at; see `thisBuild`. */
  build: z.string(),
  points: z.array(
    z.object({
      /** Also the key of its rule's words: `identity:guard.<id>`. */
      id: z.string(),
      ok: z.boolean(),
      violations: z.array(z.string()),
    }),
  ),
})
export type GuardResult = z.infer<typeof GuardResult>

/** Where the result of an installation stands. */
export function guardResultFile(dataFolder: string): string {
  return path.join(dataFolder, "guard-result.json")
}

/** The last result of this installation; undefined when the suite never ran here, or left something that is no result. */
export async function findGuardResult(dataFolder: string): Promise<GuardResult | undefined> {
  try {
    return GuardResult.safeParse(JSON.parse(await readFile(guardResultFile(dataFolder), "utf8"))).data
  } catch (error) {
    // An unreadable result is none: the page then says that nothing was checked, which is true, and still stands.
    if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined
    throw error
  }
}
