import { readCap, writeCap } from "@holdfast/cap"
import { expect, test } from "vitest"
import { composeCap } from "./domain/compose-cap.ts"
import { readOutlines } from "./read-outlines.ts"
import { rainstorm } from "./test/city.ts"

const words = { headline: "Rain", description: "Heavy rain.", instruction: "Go up." }
const texts = { "zh-CN": { ...words, description: "大雨。" }, en: words }

/** The message of a warning for areas whose outlines are circles, as a receiver reads it; each ring is of `positions`. */
async function readBack({ areas, rings, positions }: { areas: number; rings: number; positions: number }) {
  const ring = (area: number, at: number) => {
    const all = Array.from({ length: positions - 1 }, (_, i): [number, number] => {
      const angle = (i / (positions - 1)) * 2 * Math.PI
      const radius = rings > 1 ? 0.002 : 0.1
      return [100 + at / 100 + radius * Math.cos(angle), 20 + area / 3 + radius * Math.sin(angle)]
    })
    return [...all, all[0]!]
  }
  const ids = Array.from({ length: areas }, (_, i) => `city/${i}`)
  const outline = async ([id = ""]: readonly string[]) =>
    Array.from({ length: rings }, (_, at) => [ring(Number(id.slice("city/".length)), at)])
  const warned = ids.map((id) => ({ id, name: { "zh-CN": id, en: id } }))
  const xml = writeCap(
    composeCap(
      {
        level: "red",
        areas: warned,
        shapes: [],
        resources: [],
        urgency: "Immediate",
        certainty: "Observed",
        onset: new Date(0),
        expires: new Date(3_600_000),
        original: null,
        basis: "approved",
      },
      rainstorm.warning,
      {
        sender: "warn@city.example",
        city: rainstorm.name,
        timeZone: "Asia/Shanghai",
        publicUrl: "https://city.example",
        isLive: true,
      },
      {
        identifier: "W-1",
        sentAt: new Date(0),
        msgType: "Alert",
        purpose: "warn",
        texts,
        references: [],
        outlines: await readOutlines({ places: { outline } as never }, { areas: warned, shapes: [] }),
        page: "W-1",
      },
    ),
  )
  const reading = readCap(xml)
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems))
  return { bytes: Buffer.byteLength(xml), areas: reading.alert.info.map(({ area }) => area) }
}

test.each([
  { areas: 6, rings: 1, positions: 5_000 },
  { areas: 1, rings: 1_001, positions: 5 },
  { areas: 100, rings: 1, positions: 2_000 },
])("outlines of $areas areas with $rings rings of $positions positions become a message that receivers take", async (given) => {
  const { bytes, areas } = await readBack(given)
  expect(bytes).toBeLessThan(900_000)
  for (const language of areas) {
    expect(language).toHaveLength(given.areas)
    for (const { polygon } of language) expect(polygon).toHaveLength(Math.min(given.rings, 1_000))
  }
})

test("outlines that were fitted before are not fitted again, until they are others", async () => {
  const square = (west: number) => [[[west, 0], [west + 1, 0], [west + 1, 1], [west, 0]]] // biome-ignore format: one ring
  let outlines = [[square(1)], [square(3)]]
  const places = { outline: async ([id = ""]: readonly string[]) => outlines[Number(id)] } as never
  const areas = ["0", "1"].map((id) => ({ id, name: { "zh-CN": id, en: id } }))
  const read = () => readOutlines({ places }, { areas, shapes: [] })
  const [first, second] = [await read(), await read()]
  expect(second.get("1")).toBe(first.get("1"))
  outlines = [[square(1)], [square(5)]]
  expect((await read()).get("1")).not.toEqual(first.get("1"))
})
