import { readFile } from "node:fs/promises"
import path from "node:path"
import { z } from "zod"

/** What `npm run guard` writes and the page shows. */
export const GuardResult = z.object({
  at: z.iso.datetime(),
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

/** The last result of this installation; undefined when the suite never ran here. Throws when the file is not a result. */
export async function findGuardResult(dataFolder: string): Promise<GuardResult | undefined> {
  try {
    return GuardResult.parse(JSON.parse(await readFile(guardResultFile(dataFolder), "utf8")))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}
