import type { Bilingual, ThreadNode } from "@holdfast/contracts"
import { languages, wordsIn } from "@holdfast/words"
import type { World } from "../../platform/world/index.ts"
import { listReviewsByIds } from "./store/review-store.ts"

/** What the thread says of reviews. */
export async function describe(world: World, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const title = Object.fromEntries(languages.map((language) => [language, wordsIn(language)("learn:thread.review")])) as Bilingual
  const reviews = await listReviewsByIds(world.db.query, records)
  return new Map(
    reviews.map(({ id, at }) => [
      id,
      { record: id, kind: "review", code: null, title, at: at.toISOString(), module: "learn", edge: "none" },
    ]),
  )
}
