import type { GuardFacts } from "./facts.ts"
import { eachLine } from "./source-points.ts"

/** What no table, message, or pack may have a name for. Words of a name are compared whole, however it is written. */
const forbiddenNames = [
  "face",
  "facial",
  "gait",
  "voiceprint",
  "fingerprint",
  "iris scan",
  "biometric",
  "license plate",
  "number plate",
  "plate number",
  "ethnic",
  "ethnicity",
  "race",
  "religion",
  "religious",
  "political",
  "politics",
  "opinion",
  "sentiment",
  "rumour",
  "rumor",
  "origin country",
  "nationality",
  "birthplace",
  "native place",
  "watch list",
  "watchlist",
  "blacklist",
  "suspect",
  "person of interest",
  "key person",
  "person score",
  "citizen score",
  "social credit",
  "id card",
  "identity card",
  "passport",
  "imei",
  "imsi",
  "mac address",
  "ip address",
  "client address",
  "device id",
  "user agent",
]

/** What no text of a pack may speak of either, in both languages. */
const forbiddenTexts = [
  "facial recognition",
  "face recognition",
  "plate recognition",
  "gait recognition",
  "watch list",
  "watchlist",
  "blacklist",
  "persons of interest",
  "social credit",
  "ethnic group",
  "political",
  "religious",
  "public opinion",
  "人脸",
  "车牌识别",
  "步态",
  "声纹",
  "虹膜",
  "身份证",
  "民族",
  "宗教",
  "政治",
  "籍贯",
  "舆情",
  "舆论",
  "谣言",
  "重点人员",
  "重点人群管控",
  "涉稳",
  "维稳",
  "黑名单",
  "信用评分",
  "积分排名",
  "上访",
  "信访人",
]

/** Names in tables and messages, and texts in packs, that speak of persons in a way that Holdfast never does. */
export function forbiddenTerms({ columns, sources, packs }: Pick<GuardFacts, "columns" | "sources" | "packs">): string[] {
  const inTables = columns.map(({ table, column }) => ({ at: "table", name: `${table}.${column}` }))
  const inMessages = eachLine(sources, (file) => file.startsWith("packages/contracts/")).flatMap(({ at, code }) =>
    [...code.matchAll(/[A-Za-z][\w-]*/g)].map(([name]) => ({ at, name })),
  )
  const inPacks = packs.flatMap((pack) => stringsOf(pack).map((text) => ({ at: `pack ${pack.id}`, text })))
  const packNames = inPacks.filter(({ text }) => /^[\w.-]+$/.test(text)).map(({ at, text }) => ({ at, name: text }))
  return [
    ...[...inTables, ...inMessages, ...packNames].flatMap(({ at, name }) => {
      const words = ` ${wordsOf(name)} `
      return forbiddenNames.filter((term) => words.includes(` ${term} `)).map((term) => `${at}: ${name} (${term})`)
    }),
    ...[...inTables.map(({ at, name }) => ({ at, text: name })), ...inPacks].flatMap(({ at, text }) =>
      forbiddenTexts.filter((term) => text.toLowerCase().includes(term)).map((term) => `${at}: ${text.slice(0, 60)} (${term})`),
    ),
  ]
}

/** `licensePlate`, `license_plate`, and `license-plate` are the same words. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replaceAll(/[^A-Za-z0-9]+/g, " ")
    .toLowerCase()
}

/** Every key and every text inside a value. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value]
  if (value === null || typeof value !== "object") return []
  const keys = Array.isArray(value) ? [] : Object.keys(value)
  return [...keys, ...Object.values(value).flatMap(stringsOf)]
}

const fair = { id: "depth", name: { "zh-CN": "水深", en: "Depth" }, unit: "m", result: "number", subject: "place" }
/** What the register of observed properties has to refuse. */
const refused: readonly (readonly [what: string, candidate: object])[] = [
  ["a person as subject", { ...fair, subject: "person" }],
  ["a vehicle as subject", { ...fair, subject: "vehicle" }],
  ["no subject", { ...fair, subject: undefined }],
  ["free text as result", { ...fair, result: "text" }],
  ["a picture as result", { ...fair, result: "image" }],
  ["a field beside the count", { ...fair, result: "integer", details: "who" }],
]

/** Observed properties whose subject is not a thing or a place, or whose result is not a number. */
export function measuredPersons({ packs, acceptsProperty }: Pick<GuardFacts, "packs" | "acceptsProperty">): string[] {
  return [
    ...(acceptsProperty(fair) ? [] : ["the register refuses an ordinary property"]),
    ...refused.filter(([, candidate]) => acceptsProperty(candidate)).map(([what]) => `the register takes ${what}`),
    ...packs.flatMap(({ id, properties }) =>
      properties
        .filter(
          (property) =>
            !["place", "thing"].includes(property.subject) || !["number", "integer", "boolean"].includes(property.result),
        )
        .map((property) => `pack ${id}: ${property.id} measures ${property.subject} as ${property.result}`),
    ),
  ]
}
