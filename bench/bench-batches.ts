import assert from "node:assert"
import type { BenchServer } from "./bench-server.ts"
import { compare, type Row as TableRow } from "./measure.ts"
import type { Row, Storm } from "./storm.ts"
import { countStored, readyAsDataArrays, readyAsLines } from "./take-in.ts"
import type { Victoria } from "./victoria.ts"

const ROUNDS = 3
const ROWS = 240_000
const POST_ROWS = 12_000

/** Batches over HTTP, each answered after its durable commit with rules on, against VictoriaMetrics, which answers before it stores. */
export async function benchBatches(
  server: BenchServer,
  victoria: Victoria,
  { engine, storm }: { readonly engine: string; readonly storm: Storm },
): Promise<TableRow[]> {
  const timed = async (rows: readonly Row[], send: () => Promise<void>, count: () => Promise<number>) => {
    const before = await count()
    const startedMs = performance.now()
    await send()
    const rate = (rows.length * 1_000) / (performance.now() - startedMs)
    assert.equal((await count()) - before, rows.length, "every row is there, and none twice")
    return rate
  }
  const ways = [
    ["dataArrays", readyAsDataArrays],
    ["lines of JSON", readyAsLines],
  ] as const
  const table: TableRow[] = []
  for (const [name, ready] of ways) {
    let rows: Row[] = []
    table.push(
      await compare({
        name: `${name} over HTTP, ${engine}`,
        unit: "rows/s",
        peerName: "VictoriaMetrics, line protocol",
        ours: () => timed((rows = storm(ROWS)), ready(server, rows, POST_ROWS), () => countStored(server)),
        peer: () => timed(rows, victoria.ready(rows, POST_ROWS), victoria.count),
        rounds: ROUNDS,
      }),
    )
  }
  return table
}
