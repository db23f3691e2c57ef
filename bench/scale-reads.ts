import assert from "node:assert"
import { Random } from "@holdfast/kernel"
import type { BenchServer } from "./bench-server.ts"

const ROOT = "/sensorthings/v1.1"
const SEED = 20_261_124
const WARM_UP = 30
const ASKED = 300
const PAGE = 100
const DAY_MS = 86_400_000

export interface Reads {
  readonly name: string
  /** Milliseconds, the shortest first. */
  readonly times: readonly number[]
}

/** Asks the same questions of a city of any size, one after another, with series drawn by a seed. */
export async function measureReads(
  { url }: BenchServer,
  { firstSeries, series, until }: { readonly firstSeries: number; readonly series: number; readonly until: Date },
): Promise<Reads[]> {
  const random = new Random(SEED)
  const any = () => firstSeries + Math.floor(random.float() * series)
  const total = (await getJson(`${url}${ROOT}/Observations?$count=true&$top=0`))["@iot.count"]!
  const perSeries = (await getJson(`${url}${ROOT}/Datastreams(${firstSeries})/Observations?$count=true&$top=0`))["@iot.count"]!
  const day = () => {
    const from = new Date(Math.floor(until.getTime() / DAY_MS - 1 - random.float() * 3) * DAY_MS)
    const filter = `phenomenonTime ge ${from.toISOString()} and phenomenonTime lt ${new Date(from.getTime() + DAY_MS).toISOString()}`
    return `$filter=${encodeURIComponent(filter)}`
  }
  const newest = `$orderby=${encodeURIComponent("phenomenonTime desc")}&$top=1`
  const asked: readonly (readonly [string, () => string, (found: Page) => void])[] = [
    [
      "latest value of a series",
      () => `Datastreams(${any()})/Observations?${newest}`,
      ({ value }) => assert.equal(value.length, 1),
    ],
    [
      "one day of a series",
      () => `Datastreams(${any()})/Observations?${day()}&$top=1000`,
      ({ value }) => assert.equal(value.length, 144),
    ],
    ["$count of all", () => "Observations?$count=true&$top=0", (found) => assert.ok(found["@iot.count"]! >= total)],
    [
      "$count of a series",
      () => `Datastreams(${any()})/Observations?$count=true&$top=0`,
      (found) => assert.equal(found["@iot.count"], perSeries),
    ],
    [
      "$count of a day of all",
      () => `Observations?$count=true&$top=0&${day()}`,
      (found) => assert.ok(found["@iot.count"]! >= 144 * series),
    ],
    [
      "last page of all",
      () => `Observations?$skip=${total - PAGE}&$top=${PAGE}`,
      ({ value }) => assert.equal(value.length, PAGE),
    ],
    [
      "last page of a series",
      () => `Datastreams(${any()})/Observations?$skip=${perSeries - PAGE}&$top=${PAGE}`,
      ({ value }) => assert.equal(value.length, PAGE),
    ],
    ["the newest of all", () => `Observations?${newest}`, ({ value }) => assert.equal(value.length, 1)],
  ]
  const measured: Reads[] = []
  for (const [name, address, check] of asked) {
    const times: number[] = []
    for (let i = 0; i < WARM_UP + ASKED; i += 1) {
      const startedMs = performance.now()
      const found = await getJson(`${url}${ROOT}/${address()}`)
      if (i >= WARM_UP) times.push(performance.now() - startedMs)
      check(found)
    }
    measured.push({ name, times: times.toSorted((a, b) => a - b) })
  }
  return measured
}

interface Page {
  readonly "@iot.count"?: number
  readonly value: readonly unknown[]
}

async function getJson(url: string): Promise<Page> {
  const answer = await fetch(url)
  const body = (await answer.json()) as Page
  assert.equal(answer.status, 200, JSON.stringify(body).slice(0, 300))
  return body
}
