import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parseCsv } from "./csv.ts"
import { areaColumns, readAreas } from "./import-areas.ts"
import { readCsvRows, readGeoJsonRows } from "./import-rows.ts"
import { readSites, siteColumns } from "./import-sites.ts"
import { parseWktPolygons } from "./wkt.ts"

describe("CSV", () => {
  test("quotes, doubled quotes, commas, line breaks in quotes, and any line ending", () => {
    expect(parseCsv('\uFEFFa,b\r\n"x, ""y""","1\n2"\r\n\r\nlast,\n')).toEqual([
      { line: 1, fields: ["a", "b"] },
      { line: 2, fields: ['x, "y"', "1\n2"] },
      { line: 5, fields: ["last", ""] },
    ])
  })
  test("property: what is written by the rules is read again", () => {
    const field = fc.string({ unit: fc.constantFrom("a", "临", ",", '"', "\n", "\r", " ", "'") })
    fc.assert(
      fc.property(fc.array(fc.array(field, { minLength: 2, maxLength: 5 }), { maxLength: 8 }), (rows) => {
        const text = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(",")).join("\r\n")
        expect(parseCsv(text).map(({ fields }) => fields)).toEqual(rows)
      }),
    )
  })
})

describe("fuzz: no file from outside makes more than a report", () => {
  const nothing = () => undefined
  const check = (read: ReturnType<typeof readCsvRows>) => {
    const areas = readAreas(read.rows, "gcj02", nothing)
    const sites = readSites(read.rows, "bd09", () => "linjiang")
    expect(areas.areas.length + areas.bad.length).toBe(read.rows.length)
    expect(sites.sites.length + sites.bad.length).toBe(read.rows.length)
    for (const { value } of [...areas.bad, ...sites.bad, ...read.bad]) expect(value.length).toBeLessThan(80)
  }
  test("text", () => {
    fc.assert(fc.property(fc.string(), (text) => (check(readCsvRows(text, [])), check(readGeoJsonRows(text)))))
    fc.assert(fc.property(fc.string(), (rest) => check(readCsvRows(`${areaColumns.join(",")}\n${rest}`, areaColumns))))
    fc.assert(fc.property(fc.string(), (rest) => check(readCsvRows(`${siteColumns.join(",")}\n${rest}`, siteColumns))))
  })
  test("JSON, also where GeoJSON is expected", () => {
    fc.assert(fc.property(fc.json(), (text) => check(readGeoJsonRows(text))))
    const geometry = fc.record({ type: fc.constantFrom("Point", "Polygon", "MultiPolygon", "x"), coordinates: fc.jsonValue() })
    const properties = fc.dictionary(fc.constantFrom("id", "kind", "parent", "population", "__proto__"), fc.jsonValue())
    const feature = fc.record({ type: fc.constant("Feature"), properties, geometry })
    fc.assert(fc.property(fc.array(feature), (features) => check(readGeoJsonRows(JSON.stringify({ features })))))
  })
  test("well-known text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("(", ")", ",", " ", "1", "-2.5", "e", "[") }), (rest) => {
        parseWktPolygons(`POLYGON ${rest}`)
        parseWktPolygons(`MULTIPOLYGON (${rest})`)
      }),
    )
  })
})

test("well-known text of polygons is read, that of other things is not", () => {
  const ring = [
    [118, 30],
    [119, 30],
    [119, 31],
    [118, 30],
  ]
  expect(parseWktPolygons("POLYGON((118 30, 119 30, 119 31, 118 30))")).toEqual([[ring]])
  expect(parseWktPolygons("SRID=4326;MULTIPOLYGON Z (((118 30 5, 119 30 5, 119 31 5, 118 30 5)))")).toBeUndefined()
  expect(parseWktPolygons("multipolygon (((118 30, 119 30, 119 31, 118 30)))")).toEqual([[ring]])
  expect(parseWktPolygons("POINT(118 30)")).toBeUndefined()
})

test("a bad row is named with its line", () => {
  const text = `${siteColumns.join(",")}\nclinic-1,clinic,甲,A,118.6,30.7,\n"school-1",school,"乙\n校",B,118.6,30.7,12\nx,school,丙,C,118°,30.7,\n`
  const { rows } = readCsvRows(text, siteColumns)
  const { sites, bad } = readSites(rows, "wgs84", () => "linjiang")
  expect(sites.map(({ id }) => id)).toEqual(["school-1"])
  expect(bad).toEqual([
    { line: 2, field: "kind", value: "clinic", rule: "site-kind" },
    { line: 5, field: "geometry", value: "118° 30.7", rule: "point" },
  ])
})
