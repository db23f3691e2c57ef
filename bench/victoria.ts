import { spawn } from "node:child_process"
import fs from "node:fs"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { findFreePort } from "../server/src/platform/http/index.ts"
import { partsOf, sendPosts } from "./posts.ts"
import type { Row } from "./storm.ts"

const PLACES = ["/usr/bin/victoria-metrics", "/usr/local/bin/victoria-metrics"]

export interface Victoria {
  /** Makes rows ready to be sent in its line protocol, as ours come. */
  ready(rows: readonly Row[], size: number): () => Promise<void>
  count(): Promise<number>
  stop(): void
}

/** A VictoriaMetrics of its own; undefined where none is installed. */
export async function startVictoria(folder: string): Promise<Victoria | undefined> {
  const program = PLACES.find((place) => fs.existsSync(place))
  if (!program) return undefined
  const port = await findFreePort("127.0.0.1")
  const data = path.join(folder, "victoria")
  const child = spawn(
    program,
    [`-storageDataPath=${data}`, `-httpListenAddr=127.0.0.1:${port}`, "-retentionPeriod=10y", "-search.latencyOffset=0s"],
    { stdio: "ignore" },
  )
  const url = `http://127.0.0.1:${port}`
  while (
    !(await fetch(`${url}/health`).then(
      ({ ok }) => ok,
      () => false,
    ))
  )
    await wait(50)
  return {
    ready: (rows, size) => {
      const bodies = partsOf(rows, size).map(lines)
      return () => sendPosts(`${url}/write?precision=ms`, bodies, { contentType: "text/plain", status: 204 })
    },
    count: async () => {
      await fetch(`${url}/internal/force_flush`)
      const answer = await fetch(
        `${url}/api/v1/query?query=${encodeURIComponent("sum(count_over_time(rain_value[1d]))")}&nocache=1`,
      )
      const { data: found } = (await answer.json()) as { data: { result: { value: [number, string] }[] } }
      return Number(found.result[0]?.value[1] ?? 0)
    },
    stop: () => void child.kill("SIGKILL"),
  }
}

function lines(rows: readonly Row[]): string {
  return rows.map(({ datastream, atMs, value }) => `rain,datastream=${datastream} value=${value} ${atMs}`).join("\n")
}
