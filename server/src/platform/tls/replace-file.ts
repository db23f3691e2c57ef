import fs from "node:fs"

/** Puts a text in the place of another at once: who reads meanwhile gets the one or the other, never half. */
export function replaceFile(file: string, text: string, mode: number): void {
  fs.rmSync(`${file}.new`, { force: true })
  fs.writeFileSync(`${file}.new`, text, { mode, flush: true })
  fs.renameSync(`${file}.new`, file)
}
