import exceljs from "exceljs"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../../test/worlds.ts"
import { buildHttp } from "../../../platform/http/index.ts"
import { startSense } from "../index.ts"

const { world, clock } = await openTestWorld()
const name = { "zh-CN": "西河", en: "Xihe" }
const sense = await startSense({
  world,
  rules: [],
  properties: [
    { id: "water-depth", name: { "zh-CN": "积水深度", en: "Water depth" }, unit: "cm", result: "number", subject: "place" },
    { id: "gas-alarm", name: { "zh-CN": "燃气报警", en: "Gas alarm" }, unit: "1", result: "boolean", subject: "thing" },
  ],
  areaOf: ([lon]) => (lon > 120 && lon < 122 ? { id: "city/xihe", name } : undefined),
  devicePages: { city: { "zh-CN": "临江市", en: "Linjiang" }, timeZone: "Asia/Shanghai", publicUrl: "https://city.test" },
  onError: () => {},
})
const app = await buildHttp({
  world,
  language: "en",
  authenticate: async ({ headers }) =>
    headers["x-test-role"] === undefined ? undefined : { role: String(headers["x-test-role"]) as "engineer" },
  mayHear: () => false,
  logger: pino({ level: "silent" }),
  routes: sense.routes,
})
afterAll(() => app.close().then(() => sense.stop()))

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
type Answer = { status: number; text: string; body: ReturnType<typeof JSON.parse> }
const call = async (
  method: "GET" | "POST",
  url: string,
  payload?: string | Buffer,
  type = "text/csv",
  role = "engineer",
): Promise<Answer> => {
  const headers = { ...(role && { "x-test-role": role }), ...(payload !== undefined && { "content-type": type }) }
  const answer = await app.inject({ method, url, headers, ...(payload !== undefined && { payload }) })
  const isJson = answer.headers["content-type"]?.toString().includes("json")
  return { status: answer.statusCode, text: answer.body, body: isJson ? JSON.parse(answer.body) : undefined }
}
const upload = (table: string | Buffer, { crs = "wgs84", type = "text/csv", role = "engineer" } = {}) =>
  call("POST", `/api/device-imports?crs=${crs}`, table, type, role)
const head = "key,kind,name_zh,name_en,lon,lat,measures,model,serial"
const row = (key: string, change: Record<string, string> = {}) => {
  const cells = {
    key,
    kind: "water-level",
    zh: "柳荫桥下",
    en: "Under Liuyin bridge",
    lon: "121.5",
    lat: "30.5",
    measures: "water-depth",
    ...change,
  }
  return Object.values(cells).join(",")
}
const table = (...rows: string[]) => [head, ...rows].join("\n")
const device = async (key: string) => (await call("GET", `/api/installed-devices/${key}`)).body

test("a table is looked at before it is stored, and each row that cannot be taken is named with column, value, and rule", async () => {
  const { body } = await upload(
    table(
      row("d-1"),
      row("d 2"),
      row("d-3", { kind: "home-alarm" }),
      row("d-4", { lon: "12.5" }),
      row("d-5", { lat: "30,5", lon: "121" }),
      row("d-6", { measures: "mood" }),
      row("d-7", { zh: "" }),
      row("d-1"),
      row("d-8", { zh: "人脸识别点" }),
      `"${"d-9"}",water-level`,
    ),
  )
  expect(body).toMatchObject({ state: "draft", fresh: 1, same: 0, bad: 9, devices: [{ key: "d-1", at: [121.5, 30.5] }] })
  expect(body.badRows.map((bad: Record<string, string>) => [bad["line"], bad["column"], bad["value"], bad["rule"]])).toEqual([
    [3, "key", "d 2", "key-format"],
    [4, "kind", "home-alarm", "kind"],
    [5, "lon, lat", "12.5 30.5", "outside-city"],
    [6, "measures", "5", "property"],
    [7, "measures", "mood", "property"],
    [8, "name_zh", "", "required"],
    [9, "key", "d-1", "key-twice"],
    [10, "name_zh", "人脸", "person"],
    [11, "name_zh", "", "required"],
  ])
  expect((await call("GET", "/api/installed-devices")).body.found).toBe(0)
  expect((await upload("lon,lat\n1,2")).body.badRows).toMatchObject([
    { line: 1, rule: "columns", column: "key, kind, name_zh, name_en, measures" },
  ])
})

test("a thousand devices are stored at once, measure at once, and come again as the same", async () => {
  const rows = Array.from({ length: 1_000 }, (_, i) =>
    row(`w-${i}`, { measures: "water-depth;gas-alarm", lat: `30.${1000 + i}` }),
  )
  const draft = (await upload(table(...rows))).body
  expect(draft).toMatchObject({ fresh: 1_000, bad: 0 })
  expect(await call("POST", `/api/device-imports/${draft.id}/confirm`)).toMatchObject({ status: 200, body: { state: "stored" } })
  expect((await call("POST", `/api/device-imports/${draft.id}/confirm`)).body.code).toBe("SENSE_IMPORT_NOT_DRAFT")
  const again = (await upload(table(...rows, row("w-5", { en: "Other" }).replace("w-5,", "w-5,")))).body
  expect(again).toMatchObject({ fresh: 0, same: 1_000, bad: 1, badRows: [{ rule: "key-twice" }] })
  expect((await upload(table(row("w-5", { en: "Other", measures: "water-depth;gas-alarm" })))).body.badRows).toMatchObject([
    { column: "name_en", value: "Under Liuyin bridge", rule: "differs" },
  ])
  // What stands has a sign on the map; what hangs in a home or moves is left out there.
  const { stations } = (await call("GET", "/api/stations")).body as { stations: { kind: string }[] }
  expect([stations.length, new Set(stations.map(({ kind }) => kind))]).toEqual([1_000, new Set(["water-level"])])
  const at = clock.now()
  await sense.ingest([{ datastream: "w-7-water-depth", phenomenonTime: at, resultTime: at, result: 12 }])
  expect(await device("w-7")).toMatchObject({
    health: "heard",
    lastAt: at.toISOString(),
    area: { id: "city/xihe" },
    series: [
      { value: 12, unit: "cm" },
      { value: null, isTruth: true },
    ],
  })
  const found = (await call("GET", "/api/installed-devices?text=W-99&health=never")).body
  expect(found).toMatchObject({ found: 11, counts: { heard: 0, never: 11 } })
  clock.advanceByMs(61 * 60_000)
  expect((await device("w-7")).health).toBe("silent")
  const expand = "Things($expand=HistoricalLocations,Datastreams($expand=Sensor,ObservedProperty))"
  const places = await call("GET", `/sensorthings/v1.1/Locations?$filter=properties/device%20eq%20%27w-7%27&$expand=${expand}`)
  expect(places.body.value).toMatchObject([{ Things: [{ HistoricalLocations: [{}], Datastreams: [{ Sensor: {} }, {}] }] }])
  expect((await call("POST", `/api/device-imports/${draft.id}/undo`)).body).toMatchObject({ code: "SENSE_IMPORT_IN_USE" })
})

test("an import is taken back whole while nobody used it", async () => {
  const draft = (await upload(table(row("u-1"), row("u-2")))).body
  await call("POST", `/api/device-imports/${draft.id}/confirm`)
  const labels = await call("GET", `/devices/labels?import=${draft.id}&phone=021-12350`)
  expect(labels.text.match(/<svg/g)).toHaveLength(2)
  for (const part of ["u-1", "city.test/d/u-1", "021-12350", "28mm"]) expect(labels.text).toContain(part)
  // Another language or size shows the same labels.
  const links = [...labels.text.matchAll(/<nav.*?<\/nav>/gs)].flatMap(([nav]) => [...nav.matchAll(/href="([^"]+)"/g)])
  expect(links.length).toBe(2)
  for (const [, link] of links) {
    const other = await call("GET", link!.replaceAll("&#38;", "&"))
    expect(other.text.match(/<svg/g)).toHaveLength(2)
    expect(other.text).toContain("021-12350")
  }
  const before = (await call("GET", "/sensorthings/v1.1/Locations?$count=true&$top=0")).body["@iot.count"]
  expect((await call("POST", `/api/device-imports/${draft.id}/undo`)).body.state).toBe("undone")
  expect((await call("GET", "/sensorthings/v1.1/Locations?$count=true&$top=0")).body["@iot.count"]).toBe(before - 2)
  expect((await device("u-1")).code).toBe("SENSE_DEVICE_NOT_FOUND")
  expect((await call("POST", `/api/device-imports/${draft.id}/undo`)).body.code).toBe("SENSE_IMPORT_NOT_STORED")
  const once = (await upload(table(row("u-1")))).body
  const twin = (await upload(table(row("u-1")))).body
  expect((await call("POST", `/api/device-imports/${once.id}/confirm`)).status).toBe(200)
  expect((await call("POST", `/api/device-imports/${twin.id}/confirm`)).body.code).toBe("SENSE_KEY_TAKEN")
  expect((await call("GET", `/api/device-imports/${twin.id}`)).body.state).toBe("draft")
})

test("a replaced instrument leaves the series and its past", async () => {
  const draft = (await upload(table(row("r-1", { model: "A", serial: "1" })))).body
  await call("POST", `/api/device-imports/${draft.id}/confirm`)
  clock.advanceByMs(60_000)
  const send = (result: number) =>
    sense.ingest([{ datastream: "r-1-water-depth", phenomenonTime: clock.now(), resultTime: clock.now(), result }])
  await send(3)
  clock.advanceByMs(60_000)
  const put = (body: object) => call("POST", "/api/installed-devices/r-1/replace", JSON.stringify(body), "application/json")
  expect((await put({ model: "B", serial: "2" })).body.instruments).toMatchObject([
    { name: "B", serial: "2", since: clock.now().toISOString(), until: null },
    { name: "A", serial: "1", until: clock.now().toISOString() },
  ])
  await send(4)
  const series = await call("GET", "/sensorthings/v1.1/Datastreams?$filter=name%20eq%20%27x%27")
  expect(series.status).toBe(200)
  const { body } = await call(
    "GET",
    `/api/series?datastream=r-1-water-depth&from=${new Date(clock.now().getTime() - 600_000).toISOString()}`,
  )
  expect(body.points.map(({ value }: { value: number }) => value)).toEqual([3, 4])
  expect((await put({ model: "人脸相机" })).status).toBe(400)
  await world.log.drain()
  expect((await world.log.after(0, 1_000)).map(({ verb }) => verb)).toEqual(
    expect.arrayContaining(["upload-devices", "import-devices", "undo-import", "replace-device"]),
  )
})

test("a sheet of XLSX reads as a table, coordinates are undone, and what is neither is refused", async () => {
  const book = new exceljs.Workbook()
  const sheet = book.addWorksheet("1")
  sheet.addRow(head.split(","))
  sheet.addRow(["x-1", "gas-alarm", "泵站", { richText: [{ text: "Pump " }, { text: "house" }] }, 121.5, 30.5, "gas-alarm"])
  const bytes = Buffer.from(await book.xlsx.writeBuffer())
  const { body } = await upload(bytes, { crs: "gcj02", type: XLSX })
  expect(body).toMatchObject({ fresh: 1, crs: "gcj02", devices: [{ name: { en: "Pump house" } }] })
  expect(Math.abs(body.devices[0].at[0] - 121.5)).toBeGreaterThan(0.001)
  expect((await upload(table(row("x-2")), { crs: "unknown" })).body.code).toBe("PLACES_CRS_UNKNOWN")
  expect((await upload(bytes.subarray(0, 300), { type: XLSX })).body.code).toBe("SENSE_TABLE_UNREADABLE")
  expect((await upload(Buffer.from([0, 1, 2, 3]))).body.code).toBe("SENSE_TABLE_UNREADABLE")
  expect((await upload(table(...Array.from({ length: 5_001 }, (_, i) => row(`m-${i}`))))).body.code).toBe("SENSE_TABLE_TOO_LONG")
})

test("everybody who scans reads what it is, people on duty what it sends, and only engineers put up", async () => {
  const open = await call("GET", "/d/w-7", undefined, "", "")
  expect(open.text).toContain("Under Liuyin bridge")
  expect(open.text).not.toContain("12 cm")
  expect((await call("GET", "/d/w-7", undefined, "", "inspector")).text).toContain("12 cm")
  expect((await call("GET", "/d/none%3Cb%3E", undefined, "", "")).status).toBe(404)
  expect((await upload(table(row("n-1")), { role: "duty-officer" })).status).toBe(403)
  expect((await upload(table(row("n-1")), { role: "" })).status).toBe(401)
  expect((await call("GET", "/devices/labels", undefined, "", "inspector")).status).toBe(403)
})
