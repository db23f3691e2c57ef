import assert from "node:assert"
import type { BenchServer } from "./bench-server.ts"

const ROOT = "/sensorthings/v1.1"
const SERIES_OF_A_THING = 100

/** A rain gauge with what it signs in with. */
export interface Gauge {
  readonly datastream: number
  readonly name: string
  readonly secret: string
}

/**
 * Makes rain gauges through the public doors: Things of a hundred series each, where gauges of the city stand already, so that its
 * rules watch them; one credential for each Thing, as a device has it, and one for all, as a gateway has it.
 */
export async function makeGauges(
  { url }: BenchServer,
  count: number,
): Promise<{ readonly bound: readonly Gauge[]; readonly unbound: readonly Gauge[] }> {
  const headers = { "content-type": "application/json", cookie: await signIn(url, "engineer") }
  const post = async (path: string, body: unknown) => {
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) })
    const made = (await answer.json()) as Record<string, never>
    assert.equal(answer.status, 201, JSON.stringify(made).slice(0, 300))
    return made
  }
  const [pattern] = await list(
    `${url}${ROOT}/Datastreams?$filter=ObservedProperty/definition eq 'urn:holdfast:property:rainfall'&$top=1`,
  )
  const { name, description, observationType, unitOfMeasurement } = pattern!
  const [sensor, property] = await Promise.all([one(pattern!, "Sensor"), one(pattern!, "ObservedProperty")])
  const locations = await list(`${url}${ROOT}/Locations?$top=500`)
  const gauges: Gauge[] = []
  for (let thing = 0; gauges.length < count; thing += 1) {
    const number = Math.min(SERIES_OF_A_THING, count - gauges.length)
    const { location, encodingType } = locations[thing % locations.length]!
    const place = { name: "gauge", description: "gauge", encodingType, location }
    const series = { name, description, observationType, unitOfMeasurement }
    const made = await post(`${ROOT}/Things`, {
      ...{ name: `gauge ${thing}`, description: "gauge", Locations: [place] },
      Datastreams: Array.from({ length: number }, () => ({ ...series, Sensor: link(sensor), ObservedProperty: link(property) })),
    })
    const { secret } = await post("/api/devices", { name: `gauge-${thing}`, rights: ["write"], thing: made["@iot.id"] })
    const streams = await list(`${url}${ROOT}/Things(${made["@iot.id"]})/Datastreams?$top=1000&$select=id`)
    for (const stream of streams) gauges.push({ datastream: stream["@iot.id"], name: `gauge-${thing}`, secret: secret! })
  }
  const { secret } = await post("/api/devices", { name: "gateway", rights: ["write"] })
  return { bound: gauges, unbound: gauges.map(({ datastream }) => ({ datastream, name: "gateway", secret: secret! })) }
}

type Entity = { readonly "@iot.id": number } & Record<string, string>

const link = ({ "@iot.id": id }: Entity) => ({ "@iot.id": id })

async function list(address: string): Promise<Entity[]> {
  const answer = (await (await fetch(address)).json()) as { value: Entity[]; "@iot.nextLink"?: string }
  return [...answer.value, ...(answer["@iot.nextLink"] ? await list(answer["@iot.nextLink"]) : [])]
}

async function one(of: Entity, what: string): Promise<Entity> {
  return (await fetch(of[`${what}@iot.navigationLink`]!)).json() as Promise<Entity>
}

/** The cookie of one of the invented people. */
export async function signIn(url: string, role: string): Promise<string> {
  const answer = await fetch(`${url}/api/demo/session`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ role }),
  })
  return answer.headers.getSetCookie()[0]!.split(";")[0]!
}
