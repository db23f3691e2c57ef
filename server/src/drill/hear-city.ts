import { DrillClock } from "@holdfast/contracts"
import type { Settings } from "../platform/config/index.ts"
import { type Engine, hearNotices, sendNotice } from "../platform/db/index.ts"
import { hearFolder } from "./hear-folder.ts"
import type { RealEvent, RealEvents } from "./real-events.ts"

const CHANNEL = "holdfast_real_events"
const Notice = DrillClock.shape.realEvent.unwrap()

/** Tells drills that share nothing with the city but its PostgreSQL server what really happens. Gives a function that ends it. */
export function tellByDatabase(events: RealEvents, engine: Engine, onError: (error: unknown) => void): () => void {
  return events.follow(events.position, ({ event }) => void sendNotice(engine, CHANNEL, JSON.stringify(event)).catch(onError))
}

/**
 * A drill that no city started hears what really happens from whichever server runs on its data folder, and from the one that runs on
 * its PostgreSQL database, which may have another folder. What both say is the same.
 */
export async function hearCity(
  settings: Pick<Settings, "HOLDFAST_DATA" | "HOLDFAST_DATABASE_URL">,
  onEvent: (event: RealEvent) => void,
): Promise<void> {
  const { HOLDFAST_DATA: folder, HOLDFAST_DATABASE_URL: url } = settings
  hearFolder(folder, onEvent)
  if (!url) return
  await hearNotices(url, CHANNEL, (text) => {
    try {
      onEvent(Notice.parse(JSON.parse(text)))
    } catch {
      // Anybody with a right to the database can send on this channel; what is no news of ours is nothing.
    }
  })
}
