import pg from "pg"

const INT8 = 20
const DATE = 1082
const INT8_ARRAY = 1016
const DATE_ARRAY = 1182

/**
 * How values of the database appear in JavaScript, alike on both engines: int8 is a number and throws past 2⁵³, because a
 * rounded count is worse than none; a date stays text, because it has no time zone; numeric stays text.
 */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: "text" | "binary") => {
    if (format !== "binary") {
      if (oid === INT8) return safeInteger
      if (oid === DATE) return (text: string) => text
      if (oid === INT8_ARRAY) return (text: string) => textArray(text).map((item) => (item === null ? null : safeInteger(item)))
      if (oid === DATE_ARRAY) return textArray
    }
    return pg.types.getTypeParser(oid, format as "text")
  }) as pg.CustomTypesConfig["getTypeParser"],
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a JavaScript number`)
  return value
}

const TEXT_ARRAY = 1009
function textArray(text: string): (string | null)[] {
  return (pg.types.getTypeParser(TEXT_ARRAY as number, "text") as (value: string) => (string | null)[])(text)
}
