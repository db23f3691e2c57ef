import type { Site } from "@holdfast/contracts"
import type { Random } from "@holdfast/kernel"
import { bilingual } from "./names.ts"
import { type PlannedArea, type PlannedStation, rounded } from "./plan.ts"

const BUILDINGS = 16
const IN_EACH = 3
/** Some ten metres: detectors of one building stand close enough to speak for each other. */
const APART_DEGREES = 0.0001
/** Only where the public goes: what sounds in a home is nobody's series. */
const publicKinds: readonly Site["kind"][] = ["school", "hospital", "venue"]

/** Smoke detectors in public buildings, three in each, that send a heartbeat. */
export function placeSmokeAlarms(
  { sites, areas }: { readonly sites: readonly Site[]; readonly areas: readonly PlannedArea[] },
  random: Random,
): PlannedStation[] {
  const names = new Map(areas.map(({ id, name }) => [id, name]))
  const districts = [...Map.groupBy(sites, ({ area }) => area.split("/").slice(0, 2).join("/")).values()]
  const buildings = districts
    .flatMap((found) => {
      const open = found.filter(({ kind }) => publicKinds.includes(kind))
      return open.length > 0 ? [random.pick(open)] : []
    })
    .slice(0, BUILDINGS)
  return buildings.flatMap(({ area, at, name }, building) =>
    Array.from({ length: IN_EACH }, (_, i): PlannedStation => {
      const id = `smoke-alarm-${String(building * IN_EACH + i + 1).padStart(2, "0")}`
      return {
        ...{ id, kind: "smoke-alarm", area: { id: area, name: names.get(area)! } },
        name: bilingual(`${name["zh-CN"]}烟感${i + 1}`, `${name.en} Smoke Alarm ${i + 1}`),
        at: rounded([at[0] + i * APART_DEGREES, at[1]]),
        datastreams: ["smoke-alarm", "smoke-heartbeat"].map((property) => ({ id: `${id}-${property}`, property })),
      }
    }),
  )
}
