import { SHAPE_FILE_MAX_BYTES, type ShapeSource, type ShapeSystem } from "@holdfast/contracts"
import { isKnownProjection } from "./known-projection.ts"
import { ShapeFileError } from "./shape-file-error.ts"
import { unzip } from "./unzip.ts"

type TextSource = Extract<ShapeSource, { from: "text" }>

export const fileKinds = [".geojson", ".json", ".kml", ".kmz", ".zip", ".shp", ".txt", ".csv", ".wkt"] as const

/**
 * A file as text that the server reads: GeoJSON, KML, KMZ, Shapefile (alone, or packed with its `.prj` and `.dbf`), or positions.
 * Throws `ShapeFileError` with what is wrong, never reads more than its bounds.
 *
 * @param system in which the file's coordinates are; *prj* needs a Shapefile that says so itself
 */
export async function readFile(file: File, system: ShapeSystem): Promise<TextSource> {
  if (file.size > SHAPE_FILE_MAX_BYTES)
    throw new ShapeFileError("size", { size: Math.ceil(file.size / 1e6), limit: SHAPE_FILE_MAX_BYTES / 1e6 })
  const kind = fileKinds.find((ending) => file.name.toLowerCase().endsWith(ending))
  if (!kind) throw new ShapeFileError("kind", { value: file.name, known: fileKinds.join(" ") })
  if (system === "prj" && kind !== ".zip") throw new ShapeFileError("noPrj", { value: file.name })
  const source = (text: string, origin: TextSource["origin"]): TextSource => ({ from: "text", text, system, origin })
  if (kind === ".zip") return source(await readShapefile(await unzip(await file.arrayBuffer(), isPart), system), "shapefile")
  if (kind === ".shp") return source(await readShapefile(new Map([["a.shp", await file.arrayBuffer()]]), system), "shapefile")
  if (kind === ".kmz") {
    const [kml] = (await unzip(await file.arrayBuffer(), (name) => name.endsWith(".kml"))).values()
    if (!kml) throw new ShapeFileError("part", { value: file.name, part: ".kml" })
    return source(await readKml(new TextDecoder().decode(kml)), "kml")
  }
  const text = await file.text()
  if (kind === ".kml") return source(await readKml(text), "kml")
  return source(text, text.trimStart().startsWith("{") ? "geojson" : "coordinates")
}

const isPart = (name: string) => /\.(shp|prj|dbf|cpg)$/.test(name) && !name.startsWith("__macosx")

async function readShapefile(parts: ReadonlyMap<string, ArrayBuffer>, system: ShapeSystem): Promise<string> {
  const found = [...parts].find(([name]) => name.endsWith(".shp"))
  if (!found) throw new ShapeFileError("part", { value: "zip", part: ".shp" })
  const [name, shp] = found
  const beside = (ending: string) => parts.get(name.replace(/shp$/, ending))
  const projection = beside("prj")
  if (system === "prj" && !projection) throw new ShapeFileError("noPrj", { value: name })
  const text = projection && new TextDecoder().decode(projection)
  if (system === "prj" && !isKnownProjection(text!)) throw new ShapeFileError("prj", { value: text!.slice(0, 80) })
  const { parseShp, parseDbf } = await import("shpjs")
  try {
    const shapes = system === "prj" ? parseShp(shp, text) : parseShp(shp)
    const dbf = beside("dbf")
    const rows = dbf ? parseDbf(dbf, beside("cpg")) : []
    const features = shapes.map((geometry, i) => ({ type: "Feature", geometry, properties: rows[i] ?? {} }))
    return JSON.stringify({ type: "FeatureCollection", features })
  } catch {
    throw new ShapeFileError("broken", { value: name })
  }
}

async function readKml(text: string): Promise<string> {
  // An entity could name itself a million times; no map program writes one.
  if (/<!(DOCTYPE|ENTITY)/i.test(text)) throw new ShapeFileError("broken", { value: "DOCTYPE" })
  const { kml } = await import("@tmcw/togeojson")
  const document = new DOMParser().parseFromString(text, "application/xml")
  if (document.querySelector("parsererror")) throw new ShapeFileError("broken", { value: "KML" })
  return JSON.stringify(kml(document))
}
