export interface CsvRow {
  /** Where it begins in the file, counted from 1. */
  readonly line: number
  readonly fields: readonly string[]
}

/** Reads comma-separated values (RFC 4180): quotes, doubled quotes, line breaks inside quotes, any line ending, a leading mark. */
export function parseCsv(text: string): CsvRow[] {
  const rows: CsvRow[] = []
  let fields: string[] = []
  let field = ""
  let quoted = false
  let line = 1
  let startedAt = 1
  const endField = () => {
    fields.push(field)
    field = ""
  }
  const endRow = () => {
    endField()
    if (fields.length > 1 || fields[0]!.trim() !== "") rows.push({ line: startedAt, fields })
    fields = []
  }
  const start = text.startsWith("\uFEFF") ? 1 : 0
  for (let i = start; i < text.length; i += 1) {
    const char = text[i]!
    const next = text[i + 1]
    if (char === "\n" || (char === "\r" && next !== "\n")) line += 1
    if (quoted) {
      if (char !== '"') field += char
      else if (next === '"') {
        field += char
        i += 1
      } else quoted = false
    } else if (char === '"' && field === "") quoted = true
    else if (char === ",") endField()
    else if (char === "\n" || char === "\r") {
      if (char === "\r" && next === "\n") continue
      endRow()
      startedAt = line
    } else field += char
  }
  if (field !== "" || fields.length > 0) endRow()
  return rows
}

/** The text of a file: UTF-8, and what does not read as that is, from Chinese spreadsheets, GB 18030. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder("gb18030").decode(bytes)
  }
}
