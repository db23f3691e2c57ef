import assert from "node:assert"
import type { BenchServer } from "./bench-server.ts"
import { compare, type Figure, type Row } from "./measure.ts"
import type { Nchan } from "./nchan.ts"
import { startDesk } from "./send-warning.ts"
import { Crowd, type Heard } from "./sse-crowd.ts"

const ROUNDS = 5
const LIVE = "/api/live"
/** As long as what the city says. */
const MESSAGE_BYTES = 230

/**
 * One warning to so many open browsers, against an nchan that stores nothing and is told as many bytes; each reader must have it exactly
 * once. Two rates in readers per second: from the approver's request, with its durable commit, to the last reader; and from the first
 * reader to the last, which is the spreading alone.
 */
export async function benchFanout(server: BenchServer, nchan: Nchan, { readers }: { readonly readers: number }): Promise<Row[]> {
  const desk = await startDesk(server.url)
  const [ours, theirs] = [new Crowd(), new Crowd()]
  const spread: { readonly ours: number[]; readonly peer: number[] } = { ours: [], peer: [] }
  const rate = async (of: "ours" | "peer", hearing: Promise<Heard>, tell: () => Promise<void>) => {
    const startedMs = performance.timeOrigin + performance.now()
    const [{ count, doubles, firstMs, lastMs }] = await Promise.all([hearing, tell()])
    assert.deepEqual({ count, doubles }, { count: readers, doubles: 0 })
    process.stderr.write(
      `  ${of}: first after ${(firstMs - startedMs).toFixed(0)} ms, last after ${(lastMs - startedMs).toFixed(0)} ms\n`,
    )
    spread[of].push((readers * 1_000) / (lastMs - firstMs))
    return (readers * 1_000) / (lastMs - startedMs)
  }
  try {
    await ours.open(`${server.url}${LIVE}`, readers)
    await theirs.open(nchan.subscribeUrl, readers)
    let message = 0
    const row = await compare({
      name: `one warning to ${readers.toLocaleString("en")} readers, from the approval`,
      unit: "readers/s",
      peerName: "nchan",
      rounds: ROUNDS,
      ours: async () => {
        const { id, approve } = await desk.write()
        return rate("ours", ours.hear(`"verb":"send","record":"${id}"`), approve)
      },
      peer: () => {
        message += 1
        const mark = `"message":${String(message).padStart(8, "0")}`
        return rate("peer", theirs.hear(mark), () => nchan.publish(mark.padEnd(MESSAGE_BYTES, ".")))
      },
    })
    // The first of each side warmed it up.
    const spreading = { ours: spread.ours.slice(1), peer: spread.peer.slice(1) }
    return [row, { ...row, ...spreading, name: "of it from the first reader to the last" }]
  } finally {
    await Promise.all([ours.close(), theirs.close()])
  }
}

/**
 * All readers lose their connection, a warning is sent, the server is killed and started again: from when it answers until all have
 * come back and had that warning, exactly once.
 */
export async function benchReturn(
  server: BenchServer,
  startAgain: () => Promise<BenchServer>,
  { readers }: { readonly readers: number },
): Promise<{ readonly figures: Figure[]; readonly server: BenchServer }> {
  const desk = await startDesk(server.url)
  const crowd = new Crowd()
  try {
    await crowd.open(`${server.url}${LIVE}`, readers)
    const first = await desk.write()
    await Promise.all([first.approve(), crowd.hear(`"verb":"send","record":"${first.id}"`)])
    await crowd.drop()
    const missed = await desk.write()
    await missed.approve()
    await server.kill()
    const again = await startAgain()
    const startedMs = performance.timeOrigin + performance.now()
    const { count, doubles, lastMs } = await crowd.hear(`"verb":"send","record":"${missed.id}"`, `${again.url}${LIVE}`)
    assert.deepEqual({ count, doubles }, { count: readers, doubles: 0 })
    const perReaderKb = ((again.residentMb() ?? Number.NaN) * 1024) / readers
    return {
      server: again,
      figures: [
        {
          name: `${readers.toLocaleString("en")} readers back after a kill`,
          unit: "s",
          values: [(lastMs - startedMs) / 1000],
          decimals: 2,
        },
        { name: "memory of the whole server then, for each of them", unit: "kB", values: [perReaderKb], decimals: 0 },
      ],
    }
  } finally {
    await crowd.close()
  }
}
