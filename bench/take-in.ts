import assert from "node:assert"
import { connectAsync } from "mqtt"
import type { BenchServer } from "./bench-server.ts"
import { partsOf, sendPosts } from "./posts.ts"
import type { Row } from "./storm.ts"

const ROOT = "/sensorthings/v1.1"
const CLIENTS = 8

/** The datastreams of the city that measure rain. */
export async function rainDatastreams({ url }: BenchServer): Promise<number[]> {
  const properties = await getJson(`${url}${ROOT}/ObservedProperties?$top=100`)
  const rain = properties.value.find(({ definition }) => definition === "urn:holdfast:property:rainfall")
  const found = await getJson(`${url}${ROOT}/ObservedProperties(${rain!["@iot.id"]})/Datastreams?$top=500`)
  return found.value.map((entity) => entity["@iot.id"])
}

export async function countStored({ url }: BenchServer): Promise<number> {
  return (await getJson(`${url}${ROOT}/Observations?$count=true&$top=1`))["@iot.count"]!
}

/** The times of all that is stored of a series, in order. */
export async function storedTimes({ url }: BenchServer, datastream: number): Promise<number[]> {
  const found: number[] = []
  let next: string | undefined = `${url}${ROOT}/Datastreams(${datastream})/Observations?$top=1000&$select=phenomenonTime`
  while (next) {
    const page: Page = await getJson(next)
    for (const { phenomenonTime } of page.value) found.push(Date.parse(phenomenonTime!))
    next = page["@iot.nextLink"]
  }
  return found.toSorted((a, b) => a - b)
}

/** Makes rows ready to be sent as dataArrays; each answer comes after its commit. */
export function readyAsDataArrays({ url }: BenchServer, rows: readonly Row[], size: number): () => Promise<void> {
  const bodies = partsOf(rows, size).map((part) => JSON.stringify(toDataArrays(part)))
  return () => sendPosts(`${url}${ROOT}/CreateObservations`, bodies, { contentType: "application/json", status: 201 })
}

/** Makes rows ready to be sent as lines of JSON; each answer comes after its commit. */
export function readyAsLines({ url }: BenchServer, rows: readonly Row[], size: number): () => Promise<void> {
  const bodies = partsOf(rows, size).map((part) =>
    part
      .map(({ datastream, atMs, value }) =>
        JSON.stringify({ Datastream: { "@iot.id": datastream }, phenomenonTime: new Date(atMs).toISOString(), result: value }),
      )
      .join("\n"),
  )
  return () => sendPosts(`${url}${ROOT}/CreateObservations`, bodies, { contentType: "application/x-ndjson", status: 201 })
}

/** Publishes each row as a message of QoS 1 from several devices; each PUBACK comes after the commit. */
export async function openDevices({ mqttPort }: BenchServer) {
  const clients = await Promise.all(
    Array.from({ length: CLIENTS }, () => connectAsync(`mqtt://127.0.0.1:${mqttPort}`, { protocolVersion: 4 })),
  )
  return {
    publish: async (rows: readonly Row[]) => {
      await Promise.all(
        partsOf(rows, Math.ceil(rows.length / CLIENTS)).flatMap((part, index) =>
          part.map(({ datastream, atMs, value }) =>
            clients[index]!.publishAsync(
              `v1.1/Datastreams(${datastream})/Observations`,
              JSON.stringify({ phenomenonTime: new Date(atMs).toISOString(), result: value }),
              { qos: 1 },
            ),
          ),
        ),
      )
    },
    close: () => Promise.all(clients.map((client) => client.endAsync())),
  }
}

function toDataArrays(rows: readonly Row[]) {
  return [...Map.groupBy(rows, ({ datastream }) => datastream)].map(([datastream, own]) => ({
    Datastream: { "@iot.id": datastream },
    components: ["phenomenonTime", "result"],
    dataArray: own.map(({ atMs, value }) => [new Date(atMs).toISOString(), value]),
  }))
}

interface Page {
  readonly "@iot.count"?: number
  readonly "@iot.nextLink"?: string
  readonly value: readonly { readonly "@iot.id": number; readonly definition?: string; readonly phenomenonTime?: string }[]
}

async function getJson(url: string): Promise<Page> {
  const answer = await fetch(url)
  const body = (await answer.json()) as Page
  assert.equal(answer.status, 200, JSON.stringify(body).slice(0, 300))
  return body
}
