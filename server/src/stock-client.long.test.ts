import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { temporaryFolder } from "../test/engines.ts"
import { type ServerProcess, startServerProcess } from "../test/server-process.ts"
import { type Entity, type EntityPage, findStockClient, openStockClient, type StockClient } from "../test/stock-client.ts"

const folder = findStockClient()
const MINUTE_MS = 60_000
const OM = "http://www.opengis.net/def/observationType/OGC-OM/2.0/"

/** What a library that knows nothing of this server does with it. */
describe.skipIf(folder === undefined)(
  "52°North's SensorThings library, unchanged (skipped without HOLDFAST_TEST_STOCK_CLIENT)",
  () => {
    let server: ServerProcess
    let client: StockClient
    let root = ""
    beforeAll(async () => {
      server = await startServerProcess({ HOLDFAST_DATA: temporaryFolder(), HOLDFAST_DATABASE_URL: "" })
      const json = { "content-type": "application/json" }
      const session = await fetch(`${server.url}/api/demo/session`, {
        method: "POST",
        headers: json,
        body: '{"role":"engineer"}',
      })
      const cookie = session.headers.getSetCookie()[0]!.split(";")[0]!
      const body = JSON.stringify({ name: "library", rights: ["read", "write", "configure"] })
      const device = await fetch(`${server.url}/api/devices`, { method: "POST", headers: { ...json, cookie }, body })
      const { secret } = (await device.json()) as { secret: string }
      client = await openStockClient(folder!, `Basic ${Buffer.from(`library:${secret}`).toString("base64")}`)
      root = `${server.url}/sensorthings/v1.1/`
    }, 120_000)
    afterAll(() => server?.stop())

    const idOf = (entity: Entity) => entity["@iot.id"]
    const until = Date.now()
    const at = (minutes: number) => new Date(until - minutes * MINUTE_MS).toISOString()

    test("makes, lists, filters, expands, pages, changes, and deletes", async () => {
      const sensor = {
        name: "Probe",
        description: "0 to 4 m",
        encodingType: "application/pdf",
        metadata: "https://example.org/p",
      }
      const property = { name: "Depth", description: "of water", definition: "http://qudt.org/vocab/quantitykind/Depth" }
      const series = {
        ...{ name: "Level", description: "of water", observationType: `${OM}OM_Measurement` },
        unitOfMeasurement: { name: "metre", symbol: "m", definition: "ucum:m" },
      }
      const place = {
        ...{ name: "Pier", description: "East", encodingType: "application/vnd.geo+json" },
        location: { type: "Point", coordinates: [120.5, 30.2] },
      }
      const observations = [1, 2, 3].map((n) => ({ phenomenonTime: at(n), result: n }))
      const datastreams = [{ ...series, Sensor: sensor, ObservedProperty: property, Observations: observations }]
      const body = { name: "Gauge", description: "By the pier", Locations: [place], Datastreams: datastreams }
      const thing = idOf(await client.call("insertThing", root, body))

      const filter = { $filter: `Thing/id eq '${thing}'`, $expand: "Thing,Thing/Locations,ObservedProperty,Sensor", $count: true }
      const found = await client.call<EntityPage>("getDatastreams", root, filter)
      expect(found).toMatchObject({
        "@iot.count": 1,
        value: [{ Thing: { Locations: [{ name: "Pier" }] }, Sensor: { name: "Probe" } }],
      })
      const datastream = idOf(found.value[0]!)
      const [madeSensor, madeProperty] = [found.value[0]!["Sensor"] as Entity, found.value[0]!["ObservedProperty"] as Entity]
      const linked = await client.call("insertDatastream", root, {
        ...{ ...series, name: "Second", Thing: { "@iot.id": `${thing}` }, Sensor: { "@iot.id": `${idOf(madeSensor)}` } },
        ObservedProperty: { "@iot.id": `${idOf(madeProperty)}` },
      })
      expect(linked).toMatchObject({ name: "Second" })

      const given = { phenomenonTime: at(4), result: "4.5", Datastream: { "@iot.id": `${datastream}` } }
      const observation = idOf(await client.call("insertObservation", root, given))
      const read = await client.call("getObservation", root, observation, { $expand: "Datastream,FeatureOfInterest" })
      expect(read).toMatchObject({ result: 4.5, Datastream: { name: "Level" }, FeatureOfInterest: { name: "Pier" } })
      await client.call("updateObservation", root, observation, { ...read, result: 5 })
      const all = await client.callAll("getDatastreamObservationsRelation", root, datastream, {
        $orderby: "phenomenonTime",
        $top: 1,
      })
      expect(all.value.map(({ result }) => result)).toEqual([5, 3, 2, 1])

      await client.call("updateThing", root, thing, { ...(await client.call("getThing", root, thing)), description: "Moved" })
      expect(await client.call("getThing", root, thing, { $select: { name: true, description: true } })).toEqual({
        ...{ name: "Gauge", description: "Moved" },
      })
      await client.call("deleteThing", root, thing)
      await expect(client.call("getThing", root, thing)).rejects.toThrow("404")
      expect((await client.call<EntityPage>("getDatastreams", root, filter)).value).toEqual([])
    })

    test("shows the city in what is built on it: stations, phenomena, series, and curves", async () => {
      expect(await client.connect("canHandle", root)).toBe(true)
      const [service] = await client.connect<{ quantities: Record<string, number> }[]>("getServices", root, {})
      const offerings = await client.connect<unknown[]>("getOfferings", root, {})
      expect(offerings).toHaveLength(service!.quantities["offerings"]!)
      const phenomena = await client.connect<{ id: number; label: string }[]>("getPhenomena", root, {})
      const rain = phenomena.find(({ label }) => ["Rain", "雨量"].includes(label))!
      const platforms = await client.connect<{ id: number }[]>("getPlatforms", root, { phenomenon: rain.id })
      const platform = await client.connect<{ datasetIds: string[] }>("getPlatform", platforms[0]!.id, root, {
        phenomenon: rain.id,
      })
      const [id] = platform.datasetIds
      for (const n of [1, 2]) {
        await client.call("insertObservation", root, { phenomenonTime: at(n), result: `${n}.5`, Datastream: { "@iot.id": id } })
      }
      expect(await client.connect<unknown[]>("getDatasets", root, { expanded: true, phenomenon: rain.id })).toHaveLength(
        platforms.length,
      )
      const dataset = await client.connect("getDataset", { url: root, id }, {})
      const span = { from: until - 3 * MINUTE_MS, to: until }
      const { values } = await client.connect<{ values: [number, { value: number }][] }>("getDatasetData", dataset, span, {})
      expect(values.map(([, { value }]) => value)).toEqual([2.5, 1.5])
    })
  },
)
