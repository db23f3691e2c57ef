import { newId } from "../../packages/kernel/src/index.ts"
import type { Ask } from "./drill-people.ts"
import { visit } from "./visitor.ts"

/** A picture of one grey point; the server draws it anew as it does with every photo. */
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
const REPORTS = 6
const words = (i: number) => ({
  place: `behind the mill gate ${i} 磨坊后门`,
  description: `guard-words-${i}: the water is at the third step 水到第三级台阶`,
  contact: `138 0013 80${String(i).padStart(2, "0")}`,
})

/** What residents wrote and got, each of which nobody else may ever read. */
export type Secrets = string[]

/** Residents report by the public form of a city, one of them from a street that is known, half of them with a picture. */
export async function reportAsResidents(base: string): Promise<Secrets> {
  const secrets: Secrets = []
  for (let i = 0; i < REPORTS; i += 1) {
    const { place, description, contact } = words(i)
    const form = new FormData()
    const fields = { form: newId(), category: "flooded-road", area: "", place, description, person: "no", contact }
    for (const [name, value] of Object.entries(fields)) form.set(name, value)
    if (i % 2 === 0) form.set("photo", new Blob([Buffer.from(PNG, "base64")], { type: "image/png" }), "water.png")
    const answer = await visit(base, "/report", { form })
    const code = /\b[0-9A-Z]{4}-[0-9A-Z]{4}(-[0-9A-Z]{4})*\b/.exec(answer.body.replace(/<style[^]*?<\/style>/g, ""))?.[0]
    if (answer.status !== 200 || !code)
      throw new Error(`a resident's report was answered with ${answer.status}: ${answer.body.slice(0, 2_000)}`)
    secrets.push(fields.form, place, description, contact, code)
  }
  return secrets
}

/** The desk works on them: links each to the incident, answers, and writes down what it caused, as people on duty would. */
export async function workOnReports(ask: Ask, incident: string): Promise<void> {
  const { requests } = await ask<{ requests: { id: string; state: string }[] }>("duty-officer", "/api/requests")
  for (const { id, state } of requests) {
    await ask("duty-officer", `/api/requests/${id}/link`, { incident })
    await ask("duty-officer", "/api/journal", { text: "A crew is asked to look at the mill.", because: id })
    await ask("duty-officer", `/api/requests/${id}/contact`, {})
    if (state === "received")
      await ask("duty-officer", `/api/requests/${id}/answer`, { state: "closed", answer: "A crew was there." })
  }
  await ask("lifeline-operator", "/api/outages", {
    lifeline: "roads",
    area: "linjiang/xihe",
    households: 40,
    because: requests[0]!.id,
  })
}
