import type exceljs from "exceljs"
import { decodeText, parseCsv } from "../../places/index.ts"
import { senseErrors } from "../errors.ts"
import type { TableRow } from "./domain/device-rows.ts"

/** A thousand devices with long names are 150 KB of CSV. */
export const TABLE_MAX_BYTES = 2 * 1024 * 1024
/** In one upload: what a crew puts up in a month. More comes in parts, and is undone in parts. */
export const DEVICES_MAX = 5_000
/** Columns beyond this are no table of devices. */
const COLUMNS_MAX = 64
/** What a packed sheet may unpack to; the rows that we take need a tenth of it. */
const UNPACKED_MAX_BYTES = 64 * 1024 * 1024

export const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

/**
 * The rows of a table, from CSV or the first sheet of an XLSX. Throws `SENSE_TABLE_UNREADABLE` for what is neither and
 * `SENSE_TABLE_TOO_LONG`.
 */
export async function readTable(bytes: Buffer): Promise<TableRow[]> {
  const rows = isZip(bytes) ? await readSheet(bytes) : readText(bytes)
  if (rows.length > DEVICES_MAX + 1) throw senseErrors.TABLE_TOO_LONG({ count: rows.length - 1, limit: DEVICES_MAX })
  return rows
}

function readText(bytes: Buffer): TableRow[] {
  if (bytes.includes(0)) throw senseErrors.TABLE_UNREADABLE({ reason: "0x00" })
  return parseCsv(decodeText(bytes)).map(({ line, fields }) => ({ line, cells: fields }))
}

async function readSheet(bytes: Buffer): Promise<TableRow[]> {
  const unpacked = unpackedBytes(bytes)
  if (unpacked > UNPACKED_MAX_BYTES) throw senseErrors.TABLE_UNREADABLE({ reason: `${unpacked} > ${UNPACKED_MAX_BYTES}` })
  // Large, and seldom needed: a start does not wait for it.
  const { default: sheets } = await import("exceljs")
  const book = new sheets.Workbook()
  try {
    await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0])
  } catch (error) {
    throw senseErrors.TABLE_UNREADABLE(
      { reason: error instanceof Error ? error.message.slice(0, 120) : "XLSX" },
      { cause: error },
    )
  }
  const sheet = book.worksheets[0]
  if (!sheet) throw senseErrors.TABLE_UNREADABLE({ reason: "XLSX: 0" })
  if (sheet.actualRowCount > DEVICES_MAX + 1) {
    throw senseErrors.TABLE_TOO_LONG({ count: sheet.actualRowCount - 1, limit: DEVICES_MAX })
  }
  const rows: TableRow[] = []
  sheet.eachRow({ includeEmpty: false }, (row, line) => {
    const cells = Array.from({ length: Math.min(row.cellCount, COLUMNS_MAX) }, (_, i) => textOf(row.getCell(i + 1).value))
    while (cells.at(-1) === "") cells.pop()
    if (cells.length > 0) rows.push({ line, cells })
  })
  return rows
}

/** What a cell says: numbers without grouping, the result of a formula, rich text without its looks. */
function textOf(value: exceljs.CellValue): string {
  if (value === null || value === undefined) return ""
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== "object") return String(value)
  if ("richText" in value) return value.richText.map(({ text }) => text).join("")
  if ("result" in value) return textOf(value.result)
  if ("text" in value) return String(value.text)
  return ""
}

const isZip = (bytes: Buffer) => bytes.subarray(0, 4).equals(Buffer.from("PK\u0003\u0004", "latin1"))

/** What the entries of a ZIP say that they unpack to, from its central directory (APPNOTE 4.3.12). */
function unpackedBytes(bytes: Buffer): number {
  const mark = Buffer.from("PK\u0001\u0002", "latin1")
  let sum = 0
  for (let at = bytes.indexOf(mark); at !== -1 && at + 28 <= bytes.length; at = bytes.indexOf(mark, at + 4)) {
    sum += bytes.readUInt32LE(at + 24)
  }
  return sum
}
