import pino from "pino"
import { afterAll, expect } from "vitest"
import { openTestWorld } from "../../../../../test/worlds.ts"
import { buildHttp } from "../../../../platform/http/index.ts"
import { startSense } from "../../index.ts"

/** SensorThings over HTTP as a client meets it: a server on a world of its own, and a station that has measured, for the tests of this folder. */
export const { world, clock } = await openTestWorld()
const sense = await startSense({ world, rules: [], properties: [], areaOf: () => undefined, onError: () => {} })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) => (headers["x-test-role"] ? { role: String(headers["x-test-role"]) } : undefined),
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))

export const root = "/sensorthings/v1.1"
export type Body = ReturnType<typeof JSON.parse>
export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE" | "OPTIONS" | "HEAD"
export const engineer = { "x-test-role": "engineer" }
export const raw = async (method: Method, url: string, payload?: string, headers: Record<string, string> = {}) => {
  const path = url.startsWith("http") ? url.replace(/^https?:\/\/[^/]+/, "") : root + url
  const json = payload === undefined ? {} : { "content-type": "application/json" }
  return app.inject({
    method,
    url: path,
    headers: { ...engineer, ...json, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })
}
export const call = async (method: Method, url: string, body?: unknown) => {
  const {
    statusCode: status,
    headers,
    body: text,
  } = await raw(method, encodeURI(url), body === undefined ? undefined : JSON.stringify(body))
  return { status, headers, body: (text ? JSON.parse(text) : undefined) as Body }
}
export const made = async (set: string, body: unknown): Promise<number> => {
  const answer = await call("POST", set, body)
  expect(answer).toMatchObject({ status: 201 })
  return answer.body["@iot.id"]
}
export const count = async (set: string): Promise<number> => (await call("GET", `/${set}?$count=true&$top=0`)).body["@iot.count"]
export const minute = (n: number) => new Date(clock.now().getTime() - (500 - n) * 60_000).toISOString()

export const OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"
export const place = {
  name: "East bank",
  description: "Of the river",
  encodingType: "application/geo+json",
  location: { type: "Point", coordinates: [121, 30] },
}
export const sensor = {
  name: "DS18B20",
  description: "Thermometer",
  encodingType: "application/pdf",
  metadata: "https://example.org/ds.pdf",
}
export const property = {
  name: "Water temperature",
  definition: "http://qudt.org/vocab/quantitykind/Temperature",
  description: "Of the surface",
}
const degrees = { name: "degree Celsius", symbol: "°C", definition: "ucum:Cel" }
export const series = {
  ...{
    name: "Temperature",
    description: '=1+1, at the "bank"',
    observationType: `${OM}OM_Measurement`,
    unitOfMeasurement: degrees,
  },
  ...{ Sensor: sensor, ObservedProperty: property },
}
export const station = { name: "Gauge", description: "By the bridge", Locations: [place], Datastreams: [series] }
export const feature = {
  name: "Reach",
  description: "Of the river",
  encodingType: "application/geo+json",
  feature: { type: "Point", coordinates: [121.5, 30] },
}
export const link = (id: number) => ({ "@iot.id": id })
/** The ids of a Thing, its two Datastreams, and a MultiDatastream with measurements of the minutes 1 to 5. */
export const ids = await seed()

async function seed() {
  const thing = await made("/Things", station)
  const datastream: number = (await call("GET", `/Things(${thing})/Datastreams`)).body.value[0]["@iot.id"]
  const other = await made(`/Things(${thing})/Datastreams`, series)
  const multi = await made("/MultiDatastreams", {
    ...{
      name: "Wind",
      description: "Speed and gusts",
      observationType: `${OM}OM_ComplexObservation`,
      Thing: link(thing),
      Sensor: sensor,
    },
    multiObservationDataTypes: [`${OM}OM_Measurement`, `${OM}OM_Measurement`],
    unitOfMeasurements: [degrees, degrees],
    ObservedProperties: [property, property],
  })
  for (let n = 1; n <= 3; n += 1) await made(`/Datastreams(${datastream})/Observations`, { phenomenonTime: minute(n), result: n })
  await made(`/Datastreams(${other})/Observations`, { phenomenonTime: minute(4), result: 4, resultQuality: "good" })
  await made(`/MultiDatastreams(${multi})/Observations`, { phenomenonTime: minute(5), result: [5, 6] })
  return { thing, datastream, other, multi }
}
