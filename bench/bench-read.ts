import assert from "node:assert"
import type { BenchServer } from "./bench-server.ts"
import { bareServer, requestRate } from "./http.ts"
import { compare, type Row } from "./measure.ts"

const READ = ["/api/signals", "/api/session"]

/** What somebody on duty reads again and again, against the same bytes from a server that does nothing else. */
export async function benchRead({ url }: BenchServer, engine: string): Promise<Row[]> {
  const session = await fetch(`${url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify({ role: "duty-officer" }),
  })
  assert.ok(session.ok, `signing in answered ${session.status}`)
  const headers = {
    cookie: session.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; "),
  }
  const rows: Row[] = []
  for (const path of READ) {
    const address = `${url}${path}`
    const answer = await fetch(address, { headers })
    assert.equal(answer.status, 200)
    const body = await answer.text()
    const bare = await bareServer(body)
    try {
      rows.push(
        await compare({
          name: `GET ${path} (${Buffer.byteLength(body)} bytes), ${engine}`,
          unit: "answers/s",
          peerName: "bare node:http, same bytes",
          ours: () => requestRate(address, body, headers),
          peer: () => requestRate(bare.url, body),
          rounds: 3,
        }),
      )
    } finally {
      bare.close()
    }
  }
  return rows
}
