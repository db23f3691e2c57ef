import type { ThreadNode } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import { listReceivedDays } from "./store/request-store.ts"

/** What the thread says of a resident's report: that it exists, and its day. Nobody gets more than that from here. */
export async function describe(world: World, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const found = await listReceivedDays(world.db.query, records)
  return new Map(
    found.map(({ id, day }) => [
      id,
      { record: null, kind: "request", code: null, title: null, at: `${day}T00:00:00.000Z`, module: "serve", edge: "sealed" },
    ]),
  )
}
