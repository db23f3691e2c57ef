import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { encodeVectorTile, tileAt } from "@holdfast/geo"
import Fastify from "fastify"
import { serializerCompiler, validatorCompiler } from "fastify-type-provider-zod"
import { afterAll, expect, test } from "vitest"
import { makePmtiles, type PmtilesParts } from "../../../test/make-pmtiles.ts"
import { openBasemap } from "./basemap.ts"
import { basemapRoutes } from "./http/basemap-routes.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-basemap-"))
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

const tile = tileAt([118.62, 30.74], 8)
const parts: PmtilesParts = {
  tileType: 1,
  metadata: {
    attribution: '<a href="https://www.openstreetmap.org/copyright">&copy; OpenStreetMap</a> <b>GS 1&amp;2</b>',
    vector_layers: [{ id: "earth" }, { id: "roads" }],
  },
  bounds: [118, 30, 119, 31],
  tiles: [
    {
      ...tile,
      bytes: encodeVectorTile(tile, { earth: [{ geometry: { type: "point", points: [[118.62, 30.74]] }, properties: {} }] }),
    },
  ],
}
let count = 0
function write(bytes: Uint8Array): string {
  count += 1
  const file = path.join(folder, `${count}.pmtiles`)
  fs.writeFileSync(file, bytes)
  return file
}

test("a file of vector tiles says whose layers it has, its zooms, its bounds, and its attribution without markup", async () => {
  const { info } = await openBasemap(write(makePmtiles(parts)))
  expect(info).toEqual({
    schema: "protomaps",
    attribution: "© OpenStreetMap GS 1&2",
    minZoom: 8,
    maxZoom: 8,
    bounds: [118, 30, 119, 31],
  })
})

test.each([
  [["transportation", "water"], "openmaptiles"],
  [["roads", "water"], "protomaps"],
])("layers %j are those of %s", async (layers, schema) => {
  const metadata = { vector_layers: layers.map((id) => ({ id })) }
  expect((await openBasemap(write(makePmtiles({ ...parts, metadata })))).info).toMatchObject({ schema, attribution: null })
})

test("pictures need no layers", async () => {
  const pictures = makePmtiles({ ...parts, tileType: 2, metadata: {} })
  expect((await openBasemap(write(pictures))).info.schema).toBe("raster")
})

const whole = makePmtiles(parts)
const changed = (at: number, value: number) => Uint8Array.from(whole.with(at, value))
test.each([
  ["a picture", Buffer.from("\u0089PNG and then something that is longer than the head of such a file".repeat(4)), "NOT_PMTILES"],
  ["an empty file", Buffer.alloc(0), "NOT_PMTILES"],
  ["version 2", changed(7, 2), "NOT_PMTILES"],
  ["metadata that are noise", changed(whole.readUInt32LE(24), 0), "NOT_PMTILES"],
  ["a file that was cut off", whole.subarray(0, -1), "CUT_OFF"],
  ["tiles packed with Zstandard", changed(98, 4), "TILES_UNKNOWN"],
  ["tiles of a kind that nobody knows", changed(99, 77), "TILES_UNKNOWN"],
  ["layers of somebody else", makePmtiles({ ...parts, metadata: { vector_layers: [{ id: "parcels" }] } }), "LAYERS_UNKNOWN"],
])("%s is refused", async (_name, bytes, code) => {
  await expect(openBasemap(write(bytes))).rejects.toThrow(`PLACES_BASEMAP_${code}`)
})

test("a name without a file, and a folder, are refused", async () => {
  await expect(openBasemap(path.join(folder, "nothing.pmtiles"))).rejects.toThrow("PLACES_BASEMAP_UNREADABLE")
  await expect(openBasemap(folder)).rejects.toThrow("PLACES_BASEMAP_NOT_PMTILES")
})

test("the file is sent in ranges with a strong tag, and no address reaches another one", async () => {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(basemapRoutes(await openBasemap(write(whole))))
  const get = (url: string, range?: string) => app.inject({ url, ...(range && { headers: { range } }) })
  const head = await get("/places/basemap.pmtiles", "bytes=0-126")
  expect(head).toMatchObject({ statusCode: 206 })
  expect(head.rawPayload.equals(whole.subarray(0, 127))).toBe(true)
  expect(head.headers).toMatchObject({
    "content-range": `bytes 0-126/${whole.length}`,
    "accept-ranges": "bytes",
    etag: expect.stringMatching(/^"[\w-]+"$/),
  })
  expect((await get("/places/basemap.pmtiles", `bytes=${whole.length}-`)).statusCode).toBe(416)
  expect((await get("/places/basemap.pmtiles")).rawPayload.equals(whole)).toBe(true)
  for (const address of [
    "/places/1.pmtiles",
    "/places/basemap.pmtiles/../1.pmtiles",
    "/places/basemap.pmtiles%2f..%2f1.pmtiles",
  ]) {
    expect((await get(address)).statusCode).toBe(404)
  }
  await app.close()
})

test("a city without a base map says so", async () => {
  const app = Fastify()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  await app.register(basemapRoutes(undefined))
  expect((await app.inject("/places/basemap.json")).json()).toEqual({ basemap: null })
  await app.close()
})
