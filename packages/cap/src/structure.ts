/** What stands in an element: text as it is, text without the space around it, or further elements. */
export type Part = readonly [
  name: string,
  many: "one" | "many",
  needed: "needed" | "optional",
  holds: "text" | "token" | Structure,
]

/** The elements inside an element, in the order of the schema. */
export interface Structure {
  readonly parts: readonly Part[]
  readonly indexOf: ReadonlyMap<string, number>
  /** A bit for each part that may come more than once, and for each that must be there. */
  readonly many: number
  readonly needed: number
}

const bits = (parts: readonly Part[], has: (part: Part) => boolean) =>
  parts.reduce((mask, part, index) => (has(part) ? mask | (1 << index) : mask), 0)

const structure = (...parts: Part[]): Structure => ({
  parts,
  indexOf: new Map(parts.map(([name], index) => [name, index])),
  many: bits(parts, ([, many]) => many === "many"),
  needed: bits(parts, ([, , needed]) => needed === "needed"),
})

/** A name with its value; senders leave the value empty to say that there is none. */
export const namedStructure = structure(["valueName", "one", "needed", "text"], ["value", "one", "needed", "text"])
export const resourceStructure = structure(
  ["resourceDesc", "one", "needed", "text"],
  ["mimeType", "one", "needed", "token"],
  ["size", "one", "optional", "token"],
  ["uri", "one", "optional", "token"],
  ["derefUri", "one", "optional", "token"],
  ["digest", "one", "optional", "token"],
)
export const areaStructure = structure(
  ["areaDesc", "one", "needed", "text"],
  ["polygon", "many", "optional", "token"],
  ["circle", "many", "optional", "token"],
  ["geocode", "many", "optional", namedStructure],
  ["altitude", "one", "optional", "token"],
  ["ceiling", "one", "optional", "token"],
)
export const infoStructure = structure(
  ["language", "one", "optional", "token"],
  ["category", "many", "needed", "token"],
  ["event", "one", "needed", "text"],
  ["responseType", "many", "optional", "token"],
  ["urgency", "one", "needed", "token"],
  ["severity", "one", "needed", "token"],
  ["certainty", "one", "needed", "token"],
  ["audience", "one", "optional", "text"],
  ["eventCode", "many", "optional", namedStructure],
  ["effective", "one", "optional", "token"],
  ["onset", "one", "optional", "token"],
  ["expires", "one", "optional", "token"],
  ["senderName", "one", "optional", "text"],
  ["headline", "one", "optional", "text"],
  ["description", "one", "optional", "text"],
  ["instruction", "one", "optional", "text"],
  ["web", "one", "optional", "token"],
  ["contact", "one", "optional", "text"],
  ["parameter", "many", "optional", namedStructure],
  ["resource", "many", "optional", resourceStructure],
  ["area", "many", "optional", areaStructure],
)

/** The elements of a CAP 1.2 message in the order of its schema: what the writer follows and the reader holds others to. */
export const alertStructure = structure(
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
  ["info", "many", "optional", infoStructure],
)

export const CAP_NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"

/** The versions that are read, by namespace. They differ in what is required, and 1.0 in how names and values are written. */
export type CapVersion = "1.0" | "1.1" | "1.2"
export const capVersions: ReadonlyMap<string, CapVersion> = new Map([
  [CAP_NAMESPACE, "1.2"],
  ["urn:oasis:names:tc:emergency:cap:1.1", "1.1"],
  ["http://www.incident.com/cap/1.0", "1.0"],
])
