import { readFileSync } from "node:fs"

/** What every page loads, without what only people read: it counts among the 50 kB of a page. */
export const publicScript = readFileSync(new URL("./public.js", import.meta.url), "utf8")
  .replace(/^\s*\/\/.*\n/gm, "")
  .replace(/^\s+/gm, "")
