import { ShapeFileError } from "./shape-file-error.ts"

/** Unpacked; a Shapefile of a whole province has less. What its head says of its size is not believed. */
const UNPACKED_MAX_BYTES = 30_000_000
const FILES_MAX = 100
const END_OF_DIRECTORY = 0x06054b50
const ENTRY = 0x02014b50
const END_BYTES = 22
const STORED = 0
const DEFLATED = 8

/**
 * The files of an archive (ZIP, PKWARE APPNOTE 6.3) whose name `wants` them, by lower-case name, in bounded memory: what unpacks to
 * more is refused while it unpacks. Throws `ShapeFileError`.
 */
export async function unzip(archive: ArrayBuffer, wants: (name: string) => boolean): Promise<Map<string, ArrayBuffer>> {
  const view = new DataView(archive)
  const files = new Map<string, ArrayBuffer>()
  let left = UNPACKED_MAX_BYTES
  for (const { name, method, from, length } of entries(view)) {
    if (!wants(name)) continue
    const packed = archive.slice(from, from + length)
    if (method !== STORED && method !== DEFLATED) throw new ShapeFileError("unpacked", { value: name })
    const bytes = method === STORED ? packed : await inflate(packed, left)
    left -= bytes.byteLength
    if (left < 0) throw tooLarge()
    files.set(name, bytes)
  }
  return files
}

function* entries(view: DataView): Generator<{ name: string; method: number; from: number; length: number }> {
  const broken = () => new ShapeFileError("unpacked", { value: "zip" })
  let end = view.byteLength - END_BYTES
  while (end >= 0 && view.getUint32(end, true) !== END_OF_DIRECTORY) end -= 1
  if (end < 0) throw broken()
  const count = view.getUint16(end + 10, true)
  if (count > FILES_MAX) throw new ShapeFileError("files", { value: String(count), limit: FILES_MAX })
  let at = view.getUint32(end + 16, true)
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) throw broken()
    const [method, length] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)]
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ]
    const local = view.getUint32(at + 42, true)
    if (local + 30 > view.byteLength || at + 46 + nameLength > view.byteLength) throw broken()
    const name = new TextDecoder().decode(new Uint8Array(view.buffer, view.byteOffset + at + 46, nameLength)).toLowerCase()
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true)
    yield { name, method, from, length }
    at += 46 + nameLength + extra + comment
  }
}

async function inflate(packed: ArrayBuffer, most: number): Promise<ArrayBuffer> {
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw")).getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  for (let size = 0; ; ) {
    const { done, value } = await reader.read().catch(() => {
      throw new ShapeFileError("unpacked", { value: "zip" })
    })
    if (done) return new Blob(chunks).arrayBuffer()
    size += value.byteLength
    if (size > most) {
      await reader.cancel()
      throw tooLarge()
    }
    chunks.push(value)
  }
}

const tooLarge = () => new ShapeFileError("bomb", { limit: UNPACKED_MAX_BYTES / 1e6 })
