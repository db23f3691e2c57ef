/** A column of many rows at once. Times are milliseconds since 1970, because a `Date` per row costs more than the row. */
export interface BulkColumn {
  readonly name: string
  readonly type: "int4" | "int8" | "float8" | "timestamptz"
  readonly values: ArrayLike<number | null>
  /** A number that stands for null, beside null itself and NaN: lists of plain numbers have no null. */
  readonly none?: number
}

/** Bytes of a value and the number that PostgreSQL has for its type (`pg_type.oid`). */
const TYPES = {
  int4: { bytes: 4, oid: 23 },
  int8: { bytes: 8, oid: 20 },
  float8: { bytes: 8, oid: 701 },
  timestamptz: { bytes: 8, oid: 1184 },
} as const
const LENGTH_BYTES = 4
const NULL = -1
const TWO_32 = 2 ** 32
/** PostgreSQL counts microseconds since 2000 (`timestamp_recv`). */
const YEAR_2000_MS = 946_684_800_000
/** PGCOPY, no flags, no extension (PostgreSQL manual, COPY, binary format). */
const COPY_HEAD = Buffer.from("5047434f50590aff0d0a000000000000000000", "hex")
const COPY_END = Buffer.of(0xff, 0xff)
const CHUNK_ROWS = 8_192

/** Rows in the binary format of COPY: text would be made here and taken apart there, which costs both sides more than the rows. */
export function* copyRows(columns: readonly BulkColumn[]): Generator<Buffer> {
  const rows = columns[0]!.values.length
  const rowBytes = 2 + columns.reduce((sum, { type }) => sum + LENGTH_BYTES + TYPES[type].bytes, 0)
  yield COPY_HEAD
  for (let start = 0; start < rows; start += CHUNK_ROWS) {
    const end = Math.min(rows, start + CHUNK_ROWS)
    const buffer = Buffer.allocUnsafe((end - start) * rowBytes)
    const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    let at = 0
    for (let row = start; row < end; row += 1) {
      view.setInt16(at, columns.length)
      at += 2
      for (const column of columns) at = put(view, at, column, row)
    }
    yield buffer.subarray(0, at)
  }
  yield COPY_END
}

/** A column as an array in the binary format of a parameter (`array_recv`). */
export function arrayOf(column: BulkColumn): Buffer {
  const { bytes, oid } = TYPES[column.type]
  const rows = column.values.length
  const headBytes = 5 * 4
  const buffer = Buffer.allocUnsafe(headBytes + rows * (LENGTH_BYTES + bytes))
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  const [dimensions, mayHaveNull, firstIndex] = [1, 1, 1]
  for (const [i, number] of [dimensions, mayHaveNull, oid, rows, firstIndex].entries()) view.setInt32(i * 4, number)
  let at = headBytes
  for (let row = 0; row < rows; row += 1) at = put(view, at, column, row)
  return buffer.subarray(0, at)
}

/** Writes a value behind its length; gives where the next one begins. */
function put(view: DataView, at: number, { type, values, none }: BulkColumn, row: number): number {
  const value = values[row]
  if (value === null || value === undefined || value === none || Number.isNaN(value)) {
    view.setInt32(at, NULL)
    return at + LENGTH_BYTES
  }
  const start = at + LENGTH_BYTES
  if (type === "int4") {
    view.setInt32(at, 4)
    view.setInt32(start, value)
    return start + 4
  }
  view.setInt32(at, 8)
  if (type === "float8") view.setFloat64(start, value)
  else {
    const whole = type === "int8" ? value : Math.round((value - YEAR_2000_MS) * 1000)
    view.setInt32(start, Math.floor(whole / TWO_32))
    view.setInt32(start + 4, whole % TWO_32)
  }
  return start + 8
}
