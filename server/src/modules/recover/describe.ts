import type { Bilingual, ThreadNode } from "@holdfast/contracts"
import { languages, wordsIn } from "@holdfast/words"
import type { World } from "../../platform/world/index.ts"
import { type Outage, outageCode } from "./domain/outage.ts"
import type { Places } from "./places.ts"
import { listOutagesByIds } from "./store/outage-store.ts"

/** What the thread says of outages. */
export async function describe(world: World, places: Places, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const outages = await listOutagesByIds(world.db.query, records)
  return new Map(
    outages.map((outage) => [
      outage.id,
      {
        record: outage.id,
        kind: "outage",
        code: outageCode(outage.number),
        title: titleOf(outage, places),
        at: outage.startedAt.toISOString(),
        module: "recover",
        edge: "none",
      },
    ]),
  )
}

function titleOf({ lifeline, area }: Outage, places: Places): Bilingual {
  const { name } = places.getArea(area)
  const titles = languages.map((language) => {
    const words = wordsIn(language)
    return [language, words("recover:thread.outage", { lifeline: words(`recover:lifelines.${lifeline}`), area: name[language] })]
  })
  return Object.fromEntries(titles) as Bilingual
}
