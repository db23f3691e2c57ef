import { createHash } from "node:crypto"
import fs from "node:fs/promises"
import path from "node:path"
import type { PublishTarget } from "./publish-target.ts"

/** A folder that any web server serves. A reader gets a file as it was or as it is, never half. */
export function folderTarget(root: string): PublishTarget {
  const written = new Map<string, string>()
  const place = (file: string) => path.join(root, ...file.split("/").filter((part) => part !== "" && part !== ".."))
  return {
    put: async (file, body) => {
      const digest = createHash("sha256").update(body).digest("base64")
      const at = place(file)
      if (written.get(file) === digest) return false
      const before = await fs.readFile(at).catch(() => undefined)
      const isNew = !before?.equals(Buffer.from(body))
      if (isNew) {
        await fs.mkdir(path.dirname(at), { recursive: true })
        const begun = `${at}.new`
        await fs.writeFile(begun, body)
        await fs.rename(begun, at)
      }
      written.set(file, digest)
      return isNew
    },
    list: (folder) => fs.readdir(place(folder)).catch(() => []),
  }
}
