import type { Json } from "@holdfast/kernel"
import { type Query, Refused, target } from "@holdfast/sensorthings"
import { type Answer, followingOptions, type Page, type Reading, readPath } from "../read/index.ts"
import { csvText } from "./csv.ts"
import { dataArrayGroups } from "./data-array.ts"
import { featureOf, withGeometry } from "./geojson.ts"

/** What an address answers, ready to be sent. */
export type Formatted =
  | { readonly kind: "missing" | "empty" }
  | { readonly kind: "json"; readonly body: { readonly [name: string]: Json }; readonly contentType?: string }
  | { readonly kind: "text"; readonly body: string; readonly contentType: string; readonly next?: string | undefined }

/**
 * Answers an address in the format that was asked for (OGC 18-088, 13, and formats of the reference server). `address` is where it
 * stands in the world, for the link to the next page. Throws `Refused` for a format that does not fit what is asked.
 */
export async function readFormatted(reading: Reading, path: string, query: Query, address: string): Promise<Formatted> {
  const { resultFormat } = query
  if (resultFormat === undefined) return plain(await readPath(reading, path, query), address)
  if (resultFormat === "dataArray" && query.expand.length > 0) {
    throw new Refused("$expand", "dataArray", "data-array-without-expand")
  }
  if (resultFormat === "dataArray") return asDataArray(reading, await readPath(reading, path, query), query, address)
  if (resultFormat === "CSV") return asCsv(await readPath(reading, path, query), query, address)
  return asGeoJson(reading, path, query, address)
}

function plain(answer: Answer, address: string): Formatted {
  switch (answer.kind) {
    case "missing":
      return { kind: "missing" }
    case "entity":
      return { kind: "json", body: answer.entity }
    case "property":
      return answer.value === undefined ? { kind: "empty" } : { kind: "json", body: { [answer.name]: answer.value } }
    case "value":
      if (answer.text === undefined) return { kind: "empty" }
      return { kind: "text", body: answer.text, contentType: "text/plain; charset=utf-8" }
    case "page":
      return { kind: "json", body: { ...aroundPage(answer, address), value: answer.page.value as Json } }
  }
}

function asDataArray(reading: Reading, answer: Answer, query: Query, address: string): Formatted {
  if (answer.kind === "missing") return answer
  if (answer.kind !== "page" || target(answer.path).set !== "Observations" || answer.path.suffix) {
    throw new Refused("$resultFormat", "dataArray", "only-observations")
  }
  return { kind: "json", body: { ...aroundPage(answer, address), value: dataArrayGroups(reading.rendering, answer.page, query) } }
}

function asCsv(answer: Answer, query: Query, address: string): Formatted {
  const contentType = "text/csv; charset=utf-8; header=present"
  if (answer.kind === "missing") return answer
  if (answer.kind === "entity") return { kind: "text", body: csvText(answer.set, [answer.entity], query), contentType }
  if (answer.kind !== "page" || answer.path.suffix) throw new Refused("$resultFormat", "CSV", "only-entities")
  const next = nextLink(answer, address)
  return { kind: "text", body: csvText(target(answer.path).set, answer.page.value, query), contentType, next }
}

async function asGeoJson(reading: Reading, path: string, query: Query, address: string): Promise<Formatted> {
  const contentType = "application/geo+json"
  const { asked, set } = withGeometry(path, query)
  const answer = await readPath(reading, path, asked)
  if (answer.kind === "missing") return answer
  if (answer.kind === "entity") return { kind: "json", body: featureOf(set, answer.entity, query), contentType }
  if (answer.kind !== "page") throw new Refused("$resultFormat", "GeoJSON", "only-entities")
  // The next page asks what was asked, without what was needed for the geometry.
  const around = aroundPage({ ...answer, nextOptions: followingOptions(query, answer.page) }, address)
  const features = answer.page.value.map((entity) => featureOf(set, entity, query))
  return { kind: "json", body: { type: "FeatureCollection", ...around, features }, contentType }
}

type PageAnswer = Extract<Answer, { kind: "page" }>

function aroundPage(answer: PageAnswer, address: string): Record<string, Json> {
  const { count }: Page = answer.page
  const next = nextLink(answer, address)
  return {
    ...(count === undefined ? {} : { "@iot.count": count }),
    ...(next === undefined ? {} : { "@iot.nextLink": next }),
  }
}

function nextLink({ nextOptions }: PageAnswer, address: string): string | undefined {
  return nextOptions === undefined ? undefined : `${address}?${nextOptions}`
}
