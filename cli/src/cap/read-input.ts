import fs from "node:fs"

/**
 * Reads a file, or the standard input for `-`, up to one byte more than `bytesMax`: whoever is given more need not read it to know.
 * Rejects with the failure of the system when there is no such file.
 */
export async function readInput(file: string, bytesMax: number): Promise<Uint8Array> {
  const stream = file === "-" ? process.stdin : fs.createReadStream(file, { end: bytesMax })
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length > bytesMax) break
  }
  return Buffer.concat(chunks)
}
