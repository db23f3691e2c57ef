import fs from "node:fs"
import { createGunzip } from "node:zlib"
import { replayErrors } from "./errors.ts"

/** Rows of stations have some hundred characters; one without end would fill the memory. */
const LINE_CHARACTERS_MAX = 4_096

export interface Line {
  /** From 1. */
  readonly number: number
  readonly text: string
}

/**
 * The lines of a file, unpacked on the way when it is gzip. Throws `PACKS_REPLAY_FILE_CUT` with the last whole line when the
 * packed data end early or are damaged.
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  let number = 0
  let rest = ""
  const decoder = new TextDecoder("utf-8")
  try {
    for await (const chunk of openUnpacked(file)) {
      const parts = (rest + decoder.decode(chunk as Buffer, { stream: true })).split("\n")
      rest = parts.pop()!
      for (const text of parts) yield { number: ++number, text: text.replace(/\r$/, "") }
      if (rest.length > LINE_CHARACTERS_MAX)
        throw replayErrors.REPLAY_TOO_LARGE({ file, line: number + 1, limit: LINE_CHARACTERS_MAX, what: "characters" })
    }
  } catch (error) {
    if (isPackedDataError(error)) throw replayErrors.REPLAY_FILE_CUT({ file, line: number }, { cause: error })
    const { code, syscall } = error as NodeJS.ErrnoException
    if (code === "ENOENT") throw replayErrors.REPLAY_FILE_NOT_FOUND({ file }, { cause: error })
    if (code !== undefined && syscall !== undefined)
      throw replayErrors.REPLAY_FILE_UNREADABLE({ file, reason: code }, { cause: error })
    throw error
  }
  if (rest !== "") yield { number: number + 1, text: rest.replace(/\r$/, "") }
}

const GZIP_MAGIC = [0x1f, 0x8b]

function openUnpacked(file: string): AsyncIterable<unknown> {
  const packed = startsAsGzip(file)
  const plain = fs.createReadStream(file)
  if (!packed) return plain
  const unpacked = createGunzip()
  plain.on("error", (error) => unpacked.destroy(error))
  return plain.pipe(unpacked)
}

function startsAsGzip(file: string): boolean {
  const handle = fs.openSync(file, "r")
  try {
    const start = Buffer.alloc(GZIP_MAGIC.length)
    fs.readSync(handle, start)
    return GZIP_MAGIC.every((byte, index) => start[index] === byte)
  } finally {
    fs.closeSync(handle)
  }
}

function isPackedDataError(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code ?? ""
  return code.startsWith("Z_")
}
