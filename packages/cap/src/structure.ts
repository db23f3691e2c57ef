/** What stands in an element: text as it is, text without the space around it, or further elements. */
export type Part = readonly [
  name: string,
  many: "one" | "many",
  needed: "needed" | "optional",
  holds: "text" | "token" | Structure,
]
export type Structure = readonly Part[]

/** A name with its value; senders leave the value empty to say that there is none. */
export const named: Structure = [
  ["valueName", "one", "needed", "text"],
  ["value", "one", "needed", "text"],
]
const resource: Structure = [
  ["resourceDesc", "one", "needed", "text"],
  ["mimeType", "one", "needed", "token"],
  ["size", "one", "optional", "token"],
  ["uri", "one", "optional", "token"],
  ["derefUri", "one", "optional", "token"],
  ["digest", "one", "optional", "token"],
]
const area: Structure = [
  ["areaDesc", "one", "needed", "text"],
  ["polygon", "many", "optional", "token"],
  ["circle", "many", "optional", "token"],
  ["geocode", "many", "optional", named],
  ["altitude", "one", "optional", "token"],
  ["ceiling", "one", "optional", "token"],
]
const info: Structure = [
  ["language", "one", "optional", "token"],
  ["category", "many", "needed", "token"],
  ["event", "one", "needed", "text"],
  ["responseType", "many", "optional", "token"],
  ["urgency", "one", "needed", "token"],
  ["severity", "one", "needed", "token"],
  ["certainty", "one", "needed", "token"],
  ["audience", "one", "optional", "text"],
  ["eventCode", "many", "optional", named],
  ["effective", "one", "optional", "token"],
  ["onset", "one", "optional", "token"],
  ["expires", "one", "optional", "token"],
  ["senderName", "one", "optional", "text"],
  ["headline", "one", "optional", "text"],
  ["description", "one", "optional", "text"],
  ["instruction", "one", "optional", "text"],
  ["web", "one", "optional", "token"],
  ["contact", "one", "optional", "text"],
  ["parameter", "many", "optional", named],
  ["resource", "many", "optional", resource],
  ["area", "many", "optional", area],
]

/** The elements of a CAP 1.2 message in the order of its schema: what the writer follows and the reader holds others to. */
export const alertStructure: Structure = [
  ["identifier", "one", "needed", "token"],
  ["sender", "one", "needed", "token"],
  ["sent", "one", "needed", "token"],
  ["status", "one", "needed", "token"],
  ["msgType", "one", "needed", "token"],
  ["source", "one", "optional", "text"],
  ["scope", "one", "needed", "token"],
  ["restriction", "one", "optional", "text"],
  ["addresses", "one", "optional", "text"],
  ["code", "many", "optional", "text"],
  ["note", "one", "optional", "text"],
  ["references", "one", "optional", "token"],
  ["incidents", "one", "optional", "text"],
  ["info", "many", "optional", info],
]

export const CAP_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
