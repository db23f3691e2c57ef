import { type CityAuthority, levels } from "@holdfast/contracts"
import { formatsIn } from "@holdfast/words"
import type { WarnContext } from "../context.ts"
import { listAlone } from "../store/warning-store.ts"
import { authorityOf } from "./mode-of.ts"
import { showStanding } from "./show-standing.ts"
import { listStanding } from "./store/standing-store.ts"

const STANDING_SHOWN = 50

/** Who may say what in this city by its packs, what two people allowed before, and what one person sent alone this year. */
export async function readCityAuthority(context: WarnContext, reader: string | undefined): Promise<CityAuthority> {
  const { world, packs } = context
  return {
    entries: packs.all.flatMap(({ hazard, name }) =>
      levels.map((level) => {
        const entry = authorityOf(context, { hazard, level })
        if (!entry) return { hazard, hazardName: name, level, entry: null }
        const { jurisdiction: _jurisdiction, levels: _levels, ...shown } = entry
        return { hazard, hazardName: name, level, entry: shown }
      }),
    ),
    standing: await showStanding(context, reader, await listStanding(world.db.query, STANDING_SHOWN)),
    alone: await readAloneThisYear(context),
  }
}

/** What one person sent alone in the city's own year so far, for everybody to read: how often, when, why by category. */
export async function readAloneThisYear({
  world,
  timeZone,
}: Pick<WarnContext, "world" | "timeZone">): Promise<CityAuthority["alone"]> {
  const formats = formatsIn("en", timeZone)
  const since = formats.cityTime(`${formats.year(world.clock.now())}-01-01T00:00`)
  const found = await listAlone(world.db.query, since)
  return found.map(({ code, alone, sentAt }) => ({ code, category: alone!.category, sentAt: sentAt!.toISOString() }))
}
