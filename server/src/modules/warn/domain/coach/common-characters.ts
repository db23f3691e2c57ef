/** Rows and cells of level 1 in GB 2312-1980: row 16 to row 55, whose last row ends at cell 89. */
const FIRST_ROW = 0xb0
const LAST_ROW = 0xd7
const FIRST_CELL = 0xa1
const LAST_CELL = 0xfe
const LAST_CELL_OF_LAST_ROW = 0xf9

/**
 * The 3,755 characters of level 1 of GB 2312-1980. The standard put the characters in daily use there and all others into level 2, so
 * that the encoding itself says what is common, and no list has to be copied: the rows are decoded.
 */
function readCommonCharacters(): ReadonlySet<string> {
  const bytes: number[] = []
  for (let row = FIRST_ROW; row <= LAST_ROW; row++) {
    const last = row === LAST_ROW ? LAST_CELL_OF_LAST_ROW : LAST_CELL
    for (let cell = FIRST_CELL; cell <= last; cell++) bytes.push(row, cell)
  }
  return new Set(new TextDecoder("gbk").decode(Uint8Array.from(bytes)))
}

const common = readCommonCharacters()

/** The Chinese characters of a text that are not in daily use and stand in none of these names. */
export function rareCharacters(text: string, names: readonly string[]): string[] {
  const known = new Set(names.join(""))
  return [...new Set(text.match(/\p{Script=Han}/gu))].filter((one) => !common.has(one) && !known.has(one))
}
