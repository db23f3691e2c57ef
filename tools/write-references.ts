import fs from "node:fs"
import { writeErrorPage } from "./references/error-page.ts"
import { writeSettingPage } from "./references/setting-page.ts"

// `node tools/write-references.ts`: writes the pages of docs/reference that are made from the source.
const folder = new URL("../docs/reference/", import.meta.url)
fs.mkdirSync(folder, { recursive: true })
for (const [name, text] of [
  ["errors.md", writeErrorPage()],
  ["settings.md", writeSettingPage()],
] as const) {
  fs.writeFileSync(new URL(name, folder), text)
  process.stdout.write(`docs/reference/${name}\n`)
}
