import { expect, test } from "vitest"
import { readFile } from "./read-file.ts"
import { ShapeFileError } from "./shape-file-error.ts"

const text = (value: string) => new TextEncoder().encode(value)

/** Bytes of numbers: each with how many bytes it takes, little-endian unless it says otherwise. */
function bytesOf(length: number, put: (view: DataView<ArrayBuffer>) => void): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(length))
  put(view)
  return new Uint8Array(view.buffer)
}

/** An archive of these files, packed. Its head says nothing of their size. */
async function zip(files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>): Promise<Blob> {
  const parts: BlobPart[] = []
  const directory: Uint8Array<ArrayBuffer>[] = []
  let at = 0
  for (const [name, bytes] of Object.entries(files)) {
    const deflated = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"))
    const packed = await new Response(deflated).arrayBuffer()
    const local = bytesOf(30, (view) => {
      view.setUint32(0, 0x04034b50, true)
      view.setUint16(8, 8, true)
      view.setUint16(26, name.length, true)
    })
    const entry = bytesOf(46, (view) => {
      view.setUint32(0, 0x02014b50, true)
      view.setUint16(10, 8, true)
      view.setUint32(20, packed.byteLength, true)
      view.setUint16(28, name.length, true)
      view.setUint32(42, at, true)
    })
    parts.push(local, name, packed)
    directory.push(entry, text(name))
    at += 30 + name.length + packed.byteLength
  }
  const end = bytesOf(22, (view) => {
    view.setUint32(0, 0x06054b50, true)
    view.setUint16(10, Object.keys(files).length, true)
    view.setUint32(16, at, true)
  })
  return new Blob([...parts, ...directory, end])
}

/** A Shapefile with one polygon (ESRI Shapefile Technical Description, 1998). */
function shapefile(ring: readonly (readonly [number, number])[]): Uint8Array<ArrayBuffer> {
  const content = 44 + 4 + ring.length * 16
  return bytesOf(108 + content, (view) => {
    view.setInt32(0, 9994)
    view.setInt32(24, (108 + content) / 2)
    view.setInt32(28, 1000, true)
    view.setInt32(32, 5, true)
    view.setInt32(100, 1)
    view.setInt32(104, content / 2)
    view.setInt32(108, 5, true)
    view.setInt32(144, 1, true)
    view.setInt32(148, ring.length, true)
    for (const [i, [x, y]] of ring.entries()) {
      view.setFloat64(156 + i * 16, x, true)
      view.setFloat64(164 + i * 16, y, true)
    }
  })
}
const ring = [
  [113, 30],
  [113, 31],
  [114, 31],
  [113, 30],
] as const
const wgs84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
const gauss =
  'PROJCS["CGCS2000_3_Degree_GK_CM_114E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
const fileOf = (name: string, content: BlobPart) => new File([content], name)
/** To a tenth of a metre. */
const cornersOf = (geojson: string) =>
  (
    JSON.parse(geojson) as { features: { geometry: { coordinates: [number, number][][] } }[] }
  ).features[0]!.geometry.coordinates[0]!.map((at) => at.map((degrees) => Math.round(degrees * 1e6) / 1e6))
const refusal = async (file: File, system: Parameters<typeof readFile>[1] = "wgs84") =>
  readFile(file, system).then(
    () => "read",
    (error: unknown) => (error instanceof ShapeFileError ? error.reason : String(error)),
  )

test("a Shapefile is read as its own .prj says, also where its coordinates are metres", async () => {
  const plain = await readFile(fileOf("a.zip", await zip({ "A.shp": shapefile(ring), "A.prj": text(wgs84) })), "prj")
  expect([plain.origin, plain.system, cornersOf(plain.text)]).toEqual(["shapefile", "prj", ring.map((at) => [...at])])
  const metres = [
    [500_000, 3_320_113.4],
    [500_000, 3_400_000],
    [550_000, 3_400_000],
    [500_000, 3_320_113.4],
  ] as const
  const moved = await readFile(fileOf("a.zip", await zip({ "a.shp": shapefile(metres), "a.prj": text(gauss) })), "prj")
  const [lon, lat] = cornersOf(moved.text)[0]!
  expect(lon).toBeCloseTo(114, 6)
  expect(lat).toBeCloseTo(30, 4)
  // Said to be GCJ-02, its coordinates stay as they are, and the server moves them.
  const said = await readFile(fileOf("a.shp", shapefile(ring)), "gcj02")
  expect([said.system, cornersOf(said.text)]).toEqual(["gcj02", ring.map((at) => [...at])])
})

test("what is too large, packed to be, broken, or of an unknown datum is refused", async () => {
  const beijing = wgs84.replaceAll("WGS_1984", "Beijing_1954")
  for (const [reason, file, system] of [
    ["size", fileOf("a.geojson", " ".repeat(5_000_001)), "wgs84"],
    ["kind", fileOf("a.dwg", "x"), "wgs84"],
    ["bomb", fileOf("a.zip", await zip({ "a.shp": new Uint8Array(40_000_000) })), "wgs84"],
    ["bomb", fileOf("a.kmz", await zip({ "doc.kml": new Uint8Array(40_000_000) })), "wgs84"],
    ["unpacked", fileOf("a.zip", "no archive at all, only words that are long enough"), "wgs84"],
    ["part", fileOf("a.zip", await zip({ "a.txt": text("x") })), "wgs84"],
    ["part", fileOf("a.kmz", await zip({ "a.txt": text("x") })), "wgs84"],
    ["prj", fileOf("a.zip", await zip({ "a.shp": shapefile(ring), "a.prj": text(beijing) })), "prj"],
    ["noPrj", fileOf("a.zip", await zip({ "a.shp": shapefile(ring) })), "prj"],
    ["noPrj", fileOf("a.kml", "<kml/>"), "prj"],
    ["broken", fileOf("a.zip", await zip({ "a.shp": text("short") })), "wgs84"],
    ["broken", fileOf("a.kml", '<!DOCTYPE k [<!ENTITY a "a">]><kml/>'), "wgs84"],
  ] as const)
    expect([reason, await refusal(file, system)]).toEqual([reason, reason])
})
