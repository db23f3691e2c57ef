import assert from "node:assert"
import { randomUUID } from "node:crypto"
import type { Warning } from "@holdfast/contracts"
import { signIn } from "./gauges.ts"

/** A warning that waits for its second person. */
export interface Waiting {
  readonly id: string
  /** Approves it, and with that sends it. */
  approve(): Promise<void>
}

/** Two people of the demo city at work: each call writes a warning over all of it, ready to be approved. */
export async function startDesk(url: string): Promise<{ write(): Promise<Waiting> }> {
  const [officer, approver] = [await signIn(url, "duty-officer"), await signIn(url, "approver")]
  const ask = async <T>(
    cookie: string,
    path: string,
    body?: unknown,
    method = body === undefined ? "GET" : "POST",
  ): Promise<T> => {
    const answer = await fetch(`${url}/api${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const said = (await answer.json()) as T
    assert.ok(answer.ok, `${path}: ${JSON.stringify(said).slice(0, 500)}`)
    return said
  }
  const areas = await ask<{ areas: { id: string; kind: string }[] }>(officer, "/places/areas?kind=district")
  const all = areas.areas.filter(({ kind }) => kind === "district").map(({ id }) => id)
  return {
    write: async () => {
      const draft = await ask<Warning>(officer, "/warnings", {
        ...{ id: randomUUID(), hazard: "rainstorm", level: "orange", areas: all },
      })
      // Nothing was measured, so what the template says of it is left out.
      const texts = JSON.parse(JSON.stringify(draft.texts).replaceAll(/\{\{\w+\}\}/g, "")) as Warning["texts"]
      await ask(officer, `/warnings/${draft.id}`, { version: draft.version, texts }, "PATCH")
      const { id } = await ask<Warning>(officer, `/warnings/${draft.id}/submit`, {})
      const { version } = await ask<Warning>(approver, `/warnings/${id}`)
      return {
        id,
        approve: async () => void (await ask(approver, `/warnings/${id}/approve`, { version, read: ["zh-CN", "en"] })),
      }
    },
  }
}
