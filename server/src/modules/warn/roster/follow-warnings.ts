import { levels } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Following } from "../../../platform/world/index.ts"
import { followLog, type WorldTransaction } from "../../../platform/world/index.ts"
import type { StoredWarning } from "../domain/warning.ts"
import { findWarning } from "../store/warning-store.ts"
import type { RosterContext } from "./context.ts"
import { type Post, postsFor } from "./domain/person.ts"
import { endCalls, insertCalls, listCalls } from "./store/call-store.ts"
import { listPosts } from "./store/person-store.ts"

/** Whether those who were asked are told that it ended in this way; what is updated is called about under its update. */
const endings: ReadonlyMap<string, boolean> = new Map([
  ["update", false],
  ["expire", false],
  ["lift", true],
  ["retract", true],
])

/** Begins to call when a warning is sent, and stops when it ends. Each entry of the log is handled exactly once. */
export function followWarnings(context: RosterContext): Promise<Following> {
  return followLog(context.world, {
    name: "warn-roster",
    wants: ({ module, verb }) => module === "warn" && (verb === "send" || endings.has(verb)),
    handle: async (tx, { verb, record }) => {
      const warning = await findWarning(tx.db, record)
      if (!warning) return
      if (verb === "send") await beginCalls(tx, warning)
      else await endCalls(tx.db, record, endings.get(verb) ? tx.now : null)
    },
    onError: context.onError,
  })
}

/** What ended before the log was read up to here is not called about any more. */
async function beginCalls(tx: WorldTransaction, warning: StoredWarning): Promise<void> {
  if (warning.state !== "sent" || warning.expires <= tx.now) return
  const posts = postsFor(await listPosts(tx.db), warning)
  const known = await answeredBefore(tx, warning)
  const asked = posts.filter(({ area, post }) => !known.some((one) => one.area === area && one.post === post))
  await insertCalls(tx.db, { warning: warning.id, posts: asked, now: tx.now, newId })
}

/** Who has it already: an update that is no higher wakes nobody a second time. */
async function answeredBefore(tx: WorldTransaction, { follows, level }: StoredWarning): Promise<Post[]> {
  const before = follows === null ? undefined : await findWarning(tx.db, follows)
  if (!before || levels.indexOf(before.level) < levels.indexOf(level)) return []
  return (await listCalls(tx.db, before.id)).filter(({ state }) => state === "answered")
}
