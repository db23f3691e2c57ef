import type { CityProcess, Doors } from "./city-questions.ts"
import { differences, dumpTables, hashFiles } from "./dump.ts"
import type { Isolation } from "./night-facts.ts"
import { cookieOf, visit } from "./visitor.ts"

/** The live city's own folders that the drill has beside it, or that change with every request. */
const OTHERS = ["pglite", "drills", "logs", "holdfast.lock", "holdfast.sock"]

export interface LiveState {
  readonly tables: Map<string, string[]>
  readonly files: Map<string, string>
  readonly doors: Doors
}

/** All that a live city holds, row by row and file by file, and how it is connected. */
export async function stateOf(live: CityProcess, folder: string): Promise<LiveState> {
  const doors = await live.ask<Doors>({ what: "doors" })
  return {
    tables: await dumpTables((sql) => live.ask({ what: "rows", sql })),
    files: hashFiles(folder, OTHERS),
    doors,
  }
}

/** Looks at a live city and the drill that played beside it, from inside and from outside. */
export async function compareWorlds(given: {
  readonly live: CityProcess
  readonly drill: CityProcess
  readonly before: LiveState
  readonly after: LiveState
  /** Of somebody who is signed in to the drill. */
  readonly drillCookie: string
  readonly pages: readonly string[]
}): Promise<Isolation> {
  const { live, drill, before, after, drillCookie } = given
  // A wrong sign-out still says the name of the cookie that it takes back.
  const liveCookie = cookieOf(await visit(live.url, "/api/session", { method: "DELETE" }))
  const token = drillCookie.split("=")[1]!
  const accountAt = async (base: string, cookie: string) => {
    const { body } = await visit(base, "/api/session", { cookie })
    return (JSON.parse(body) as { account: string | null }).account
  }
  const doors = await drill.ask<Doors>({ what: "doors" })
  return {
    changes: [...differences(before.tables, after.tables), ...differences(before.files, after.files)],
    liveBefore: before.doors,
    live: after.doors,
    drill: doors,
    cookies: { live: liveCookie.split("=")[0]!, drill: drillCookie.split("=")[0]! },
    strangers: [await accountAt(live.url, drillCookie), await accountAt(drill.url, `${liveCookie.split("=")[0]}=${token}`)],
    origins: { live: live.url, drill: drill.url },
    messages: await readMessages(drill.url),
    unmarked: await listUnmarked(drill.url, given.pages),
    played: doors.position,
  }
}

/** Sender and status of every message in the feed (CAP 1.2, section 3.2.1). */
async function readMessages(base: string): Promise<{ sender: string; status: string }[]> {
  const feed = (await visit(base, "/cap/feed.atom")).body
  const paths = [...feed.matchAll(/href="[^"]*(\/cap\/alerts\/[^"]+)"/g)].map(([, path]) => path!)
  const messages = await Promise.all(paths.map((path) => visit(base, path)))
  return messages.map(({ body }) => ({
    sender: /<sender>([^<]*)/.exec(body)?.[1] ?? "",
    status: /<status>([^<]*)/.exec(body)?.[1] ?? "",
  }))
}

async function listUnmarked(base: string, pages: readonly string[]): Promise<string[]> {
  const unmarked: string[] = []
  for (const path of pages) {
    const { body, headers, status } = await visit(base, path)
    // The two apps are one empty page that draws its bar itself, from `/api/drill`.
    const isPage = status === 200 && headers["content-type"]?.includes("text/html") && !/id="root"/.test(body)
    if (isPage && !body.includes('class="drill"')) unmarked.push(path)
  }
  return unmarked
}
