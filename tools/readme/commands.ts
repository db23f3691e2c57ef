import fs from "node:fs"
import { fileURLToPath } from "node:url"

/** A command that a page shows, taken apart as a shell would. */
export interface ShownCommand {
  readonly line: string
  readonly environment: Readonly<Record<string, string>>
  /** `npm`, `curl`, or `holdfast`, which stands for `npx holdfast`. */
  readonly program: string
  readonly args: readonly string[]
}

const BLOCK = /^```sh\n([\s\S]*?)^```/gm
/** Words of a shell line, as far as our pages use one: plain, in single quotes, or a comment to the end. */
const WORD = /'([^']*)'|(\S+)/g

/** The commands in the shell blocks of a page, each once, without `npm test`, which would run itself. */
export function readCommands(page: string): ShownCommand[] {
  const blocks = [...fs.readFileSync(page, "utf8").matchAll(BLOCK)].map(([, block]) => block!)
  const lines = blocks.flatMap((block) => block.split("\n").map((line) => line.replace(/\s+#.*$/, "").trim()))
  return [...new Set(lines)].filter((line) => line !== "" && line !== "npm test").map(parse)
}

function parse(line: string): ShownCommand {
  const words = [...line.matchAll(WORD)].map(([, quoted, plain]) => quoted ?? plain!)
  const first = words.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const environment = Object.fromEntries(
    words.slice(0, first).map((word) => [word.slice(0, word.indexOf("=")), word.slice(word.indexOf("=") + 1)]),
  )
  const rest = words.slice(words[first] === "npx" ? first + 1 : first)
  return { line, environment, program: rest[0]!, args: rest.slice(1) }
}

/** The program that `npx holdfast` comes to, once everything is installed. */
export const cli = fileURLToPath(new URL("../../cli/src/main.ts", import.meta.url))
