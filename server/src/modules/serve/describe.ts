import type { ThreadNode } from "@holdfast/contracts"
import { sealedNode } from "../../platform/thread/index.ts"
import type { World } from "../../platform/world/index.ts"
import { listReceivedTimes } from "./store/request-store.ts"

/** What the thread says of a resident's report: that it exists, and its day. Nobody gets more than that from here. */
export async function describe(world: World, timeZone: string, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const found = await listReceivedTimes(world.db.query, records)
  return new Map(found.map(({ id, at }) => [id, sealedNode({ at, timeZone, as: "cause" })]))
}
