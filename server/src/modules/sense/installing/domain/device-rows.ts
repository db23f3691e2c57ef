import type { BadDeviceRow, Bilingual, LonLat } from "@holdfast/contracts"
import { type CoordinateSystem, toWgs84 } from "@holdfast/geo"

/** The columns of a table of devices. The last two may be left out. */
export const deviceColumns = ["key", "kind", "name_zh", "name_en", "lon", "lat", "measures", "model", "serial"] as const
const requiredColumns = deviceColumns.slice(0, 7)

/** A row of a table as it was read: the line for people, and the texts of its cells. */
export interface TableRow {
  readonly line: number
  readonly cells: readonly string[]
}

/** A device to be put up, as its row says. */
export interface NewDevice {
  readonly key: string
  readonly kind: string
  readonly name: Bilingual
  /** WGS 84. */
  readonly at: LonLat
  readonly area: { readonly id: string; readonly name: Bilingual }
  /** Observed properties, each of which becomes a datastream. */
  readonly measures: readonly string[]
  readonly model: string
  readonly serial: string
}

/** What stands in the city already, under a key. */
export interface ExistingDevice {
  readonly kind: string
  readonly name: Bilingual
  readonly at: LonLat | undefined
  readonly measures: readonly string[]
}

export interface DeviceTable {
  readonly fresh: readonly NewDevice[]
  /** Rows whose device is there already, just so. */
  readonly same: number
  readonly bad: readonly BadDeviceRow[]
}

export interface DeviceTableOptions {
  readonly crs: CoordinateSystem
  readonly kinds: readonly string[]
  readonly properties: ReadonlySet<string>
  /** Keys of datastreams that are taken. */
  readonly datastreams: ReadonlySet<string>
  readonly find: (key: string) => ExistingDevice | undefined
  /** The smallest area that holds a point. */
  readonly areaAt: (at: LonLat) => { readonly id: string; readonly name: Bilingual } | undefined
  /** The word in a text that speaks of who somebody is. */
  readonly personIn: (text: string) => string | undefined
}

const KEY = /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}$/
const NUMBER = /^-?\d{1,3}(\.\d+)?$/
const TEXT_MAX = 80
const SHOWN_MAX = 60
/** Seven digits behind the point are a centimetre; what differs by less is the same place. */
const SAME_PLACE_DEGREES = 1e-7

export const datastreamKey = (device: string, property: string): string => `${device}-${property}`

/** Checks a table, row by row: what is wrong is named with line, column, value, and rule. The first row names the columns. */
export function readDevices(table: readonly TableRow[], options: DeviceTableOptions): DeviceTable {
  const [head, ...body] = table
  const columns = head?.cells.map((name) => name.trim().toLowerCase()) ?? []
  const missing = requiredColumns.filter((name) => !columns.includes(name))
  if (!head || missing.length > 0) {
    const value = shown(columns.join(", "))
    return { fresh: [], same: 0, bad: [{ line: head?.line ?? 1, column: missing.join(", "), value, rule: "columns" }] }
  }
  const fresh: NewDevice[] = []
  const bad: BadDeviceRow[] = []
  const seen = new Set<string>()
  let same = 0
  for (const { line, cells } of body) {
    const refuse = (column: string, value: string, rule: BadDeviceRow["rule"], allowed?: string) =>
      void bad.push({ line, column, value: shown(value), rule, ...(allowed !== undefined && { allowed }) })
    if (cells.length > columns.length) {
      refuse("", String(cells.length), "fields")
      continue
    }
    const values = new Map(columns.map((name, i) => [name, (cells[i] ?? "").trim()]))
    const read = readDevice((column) => values.get(column) ?? "", options)
    if ("rule" in read) refuse(read.column, read.value, read.rule, read.allowed)
    else if (seen.has(read.key)) refuse("key", read.key, "key-twice")
    else {
      seen.add(read.key)
      const existing = options.find(read.key)
      const taken = read.measures.find((property) => options.datastreams.has(datastreamKey(read.key, property)))
      if (existing && isSame(existing, read)) same += 1
      else if (existing) refuse(...differenceOf(existing, read), "differs")
      else if (taken !== undefined) refuse("measures", datastreamKey(read.key, taken), "property-taken")
      else fresh.push(read)
    }
  }
  return { fresh, same, bad }
}

interface Refusal {
  readonly column: string
  readonly value: string
  readonly rule: BadDeviceRow["rule"]
  readonly allowed?: string
}

function readDevice(value: (column: string) => string, options: DeviceTableOptions): NewDevice | Refusal {
  const refuse = (column: string, rule: Refusal["rule"], what = value(column)): Refusal => ({ column, value: what, rule })
  const empty = requiredColumns.find((column) => value(column) === "")
  if (empty) return refuse(empty, "required")
  if (!KEY.test(value("key"))) return refuse("key", "key-format")
  if (!options.kinds.includes(value("kind"))) return { ...refuse("kind", "kind"), allowed: options.kinds.join(", ") }
  for (const column of ["name_zh", "name_en", "model", "serial"]) {
    if (value(column).length > TEXT_MAX) return refuse(column, "too-long")
    const word = options.personIn(value(column))
    if (word !== undefined) return refuse(column, "person", word)
  }
  const position = positionOf(value("lon"), value("lat"))
  if (!position) return refuse("lon, lat", "position", `${value("lon")} ${value("lat")}`)
  const [lon, lat] = toWgs84(position, options.crs)
  const at: LonLat = [rounded(lon), rounded(lat)]
  const area = options.areaAt(at)
  if (!area) return refuse("lon, lat", "outside-city", position.join(" "))
  const measures = [
    ...new Set(
      value("measures")
        .split(/[\s;；、|/]+/)
        .filter(Boolean),
    ),
  ]
  const unknown = measures.find((property) => !options.properties.has(property))
  if (unknown !== undefined) return { ...refuse("measures", "property", unknown), allowed: [...options.properties].join(", ") }
  return {
    key: value("key"),
    kind: value("kind"),
    name: { "zh-CN": value("name_zh"), en: value("name_en") },
    at,
    area,
    measures,
    model: value("model"),
    serial: value("serial"),
  }
}

function positionOf(lon: string, lat: string): LonLat | undefined {
  if (!NUMBER.test(lon) || !NUMBER.test(lat)) return undefined
  const at: LonLat = [Number(lon), Number(lat)]
  return Math.abs(at[0]) <= 180 && Math.abs(at[1]) <= 90 ? at : undefined
}

const rounded = (degrees: number) => Math.round(degrees * 1e7) / 1e7

function isSame(existing: ExistingDevice, given: NewDevice): boolean {
  return differenceOf(existing, given)[0] === ""
}

/** The first column in which a row says something else than what stands there, and what stands there. */
function differenceOf(existing: ExistingDevice, given: NewDevice): [column: string, value: string] {
  if (existing.kind !== given.kind) return ["kind", existing.kind]
  if (existing.name["zh-CN"] !== given.name["zh-CN"]) return ["name_zh", existing.name["zh-CN"]]
  if (existing.name.en !== given.name.en) return ["name_en", existing.name.en]
  const { at } = existing
  const apart = at === undefined ? 1 : Math.max(Math.abs(at[0] - given.at[0]), Math.abs(at[1] - given.at[1]))
  if (apart > SAME_PLACE_DEGREES * 1.5) return ["lon, lat", at?.join(" ") ?? ""]
  const kept = [...existing.measures].toSorted().join(" ")
  return kept === [...given.measures].toSorted().join(" ") ? ["", ""] : ["measures", kept]
}

/** A value as it can be read back in a report: on one line, short. */
function shown(value: string): string {
  const text = value.replaceAll(/\s+/g, " ")
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text
}
