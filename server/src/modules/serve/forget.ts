import { newId } from "@holdfast/kernel"
import { forgetBefore } from "./domain/request.ts"
import type { ServeContext } from "./receive-request.ts"
import { deleteContactsClosedBefore } from "./store/contact-store.ts"
import { deleteRequests, listPhotos, listReceivedBefore } from "./store/request-store.ts"
import { deleteWithdrawnBefore } from "./store/withdrawn-store.ts"

const BATCH_MAX = 500

/** How much was forgotten. */
export interface Forgotten {
  readonly contacts: number
  readonly requests: number
}

/**
 * Deletes contacts 30 days after closing, and whole requests with photo and contact a year after they came, also those that nobody
 * closed. What goes is said in the log as a number. To be called once a day.
 */
export async function forget({ world, photos }: ServeContext, now: Date): Promise<Forgotten> {
  const { closed, received, withdrawn } = forgetBefore(now)
  await world.react(async (tx) => {
    const gone = await deleteWithdrawnBefore(tx.db, withdrawn)
    if (gone > 0) tx.record(entry("forget-codes", gone))
  })
  const contacts = await world.react(async (tx) => {
    const gone = await deleteContactsClosedBefore(tx.db, closed)
    if (gone > 0) tx.record(entry("forget-contacts", gone))
    return gone
  })
  let requests = 0
  for (;;) {
    const due = await listReceivedBefore(world.db.query, received, BATCH_MAX)
    if (due.length === 0) break
    // Photos first: when this stops half-way, the rows are still there and the next sweep finds them.
    for (const { photo } of due) if (photo) await photos.remove(photo)
    await world.transact(async (tx) => {
      await deleteRequests(
        tx.db,
        due.map(({ id }) => id),
      )
      tx.record(entry("forget-requests", due.length))
    })
    requests += due.length
  }
  await photos.removeAllBut(() => listPhotos(world.db.query))
  return { contacts, requests }
}

function entry(verb: string, count: number) {
  const actor = { role: "system" }
  return { module: "serve", verb, record: newId(), actor, retention: "permanent", body: { count } } as const
}
