import { createHash } from "node:crypto"
import type { OutsideProblem } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { World } from "../../../platform/world/index.ts"
import type { SetAside } from "./domain/original.ts"
import { dropOldest, listKnownHashes, putQuarantined } from "./store/quarantine-store.ts"

/** What waits of one source. What is wrong with more than that has one cause. */
export const WAITING_MAX = 200
export const WAITING_MAX_BYTES = 16_000_000
/** Lines of what went, so that a feed that repeats it is known again: twice what one answer holds. */
const LINES_MAX = 4_000
/** Problems that are kept of one message. */
const PROBLEMS_MAX = 50
const system = { role: "system" } as const

/** Keeps what could not be taken, with its report, until a person looks at it; the oldest go when there is no room, and the log says so. */
export async function keepAside(world: World, source: string, given: readonly SetAside[]): Promise<void> {
  const hashed = new Map(given.map((one) => [createHash("sha256").update(one.octets).digest("hex"), one]))
  if (hashed.size === 0) return
  const known = await listKnownHashes(world.db.query, source, [...hashed.keys()])
  const fresh = [...hashed].filter(([hash]) => !known.has(hash))
  if (fresh.length === 0) return
  await world.react(async (tx) => {
    let first: string | undefined
    for (const [hash, { reason, octets, verdict, problems, sender, identifier }] of fresh) {
      const id = newId()
      const isNew = await putQuarantined(tx.db, {
        ...{ id, source, receivedAt: tx.now, hash: Buffer.from(hash, "hex"), content: octets, reason, verdict },
        problems: problems.slice(0, PROBLEMS_MAX).map(cut),
        ...{ sender: sender?.slice(0, 500) ?? null, identifier: identifier?.slice(0, 500) ?? null },
      })
      if (isNew) first ??= id
    }
    if (first === undefined) return
    const room = { messages: WAITING_MAX, bytes: WAITING_MAX_BYTES, lines: LINES_MAX }
    const dropped = await dropOldest(tx.db, { source, ...room, at: tx.now })
    const entry = { module: "sense", record: first, actor: system, retention: "staff-action" } as const
    tx.record({ ...entry, verb: "quarantine-outside", body: { source, count: fresh.length } })
    if (dropped > 0) tx.record({ ...entry, verb: "drop-quarantined", body: { source, count: dropped } })
  })
}

/** A path and what was found are written by a stranger. */
function cut({ code, severity, path, message, mend, found }: OutsideProblem): OutsideProblem {
  const [pathMax, textMax] = [300, 500]
  return { code, severity, path: path.slice(0, pathMax), message: message.slice(0, textMax), mend: mend.slice(0, textMax), found }
}
