import fs from "node:fs/promises"
import path from "node:path"

/** Writes a file that nobody ever finds half: under another name first, on the disk, and only then under its own. */
export async function dropFile(file: string, text: string): Promise<void> {
  const part = path.join(path.dirname(file), `.${path.basename(file)}.part`)
  const handle = await fs.open(part, "w", 0o644)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await fs.rename(part, file)
}
