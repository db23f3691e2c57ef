/**
 * The rules that a message is held to, by the numbers of our catalogue: errors refuse it, warnings only remark. Sources: CAP 1.2
 * (OASIS, 2010) with its schema, and rules that public validators share. `CAP-33` names what is only common practice.
 */
export const capRules = {
  "CAP-01": { level: "error", name: "not well-formed XML, or with a document type declaration" },
  "CAP-02": { level: "error", name: "the root is alert of CAP 1.2 or 1.1" },
  "CAP-03": { level: "error", name: "elements known, in order, and not more often than allowed" },
  "CAP-04": { level: "error", name: "required elements are there" },
  "CAP-05": { level: "error", name: "identifier and sender without spaces, commas, < and &" },
  "CAP-06": { level: "error", name: "times exist, in whole seconds with a numeric offset, never Z" },
  "CAP-08": { level: "error", name: "values of closed lists, spelt exactly" },
  "CAP-09": { level: "error", name: "language is a tag of RFC 3066" },
  "CAP-11": { level: "error", name: "references are triples of sender, identifier, sent" },
  "CAP-12": { level: "error", name: "Update, Cancel, Ack and Error say what they refer to" },
  "CAP-13": { level: "error", name: "a message does not refer to itself" },
  "CAP-13W": { level: "warning", name: "what is referred to was sent earlier" },
  "CAP-14": { level: "warning", name: "an Error explains itself and an Exercise is named, in the note" },
  "CAP-15": { level: "error", name: "restriction exactly with scope Restricted" },
  "CAP-16": { level: "error", name: "addresses with scope Private" },
  "CAP-19": { level: "warning", name: "two languages do not say the very same text" },
  "CAP-20": { level: "error", name: "polygons closed, four positions or more, latitude first, on the earth" },
  "CAP-21": { level: "warning", name: "polygons enclose something and repeat no position" },
  "CAP-22": { level: "error", name: "circles are a position and a radius in km" },
  "CAP-23": { level: "error", name: "ceiling only with a lower altitude" },
  "CAP-24": { level: "error", name: "web is an absolute address, a resource's uri absolute or with its content" },
  "CAP-25": { level: "error", name: "mime type of RFC 2046, size a whole number" },
  "CAP-27": { level: "warning", name: "plain text, no markup" },
  "CAP-28": { level: "warning", name: "headline of at most 160 characters" },
  "CAP-33": { level: "warning", name: "it expires after it was sent and after it begins" },
  "CAP-36": { level: "error", name: "texts have a length and characters that XML can hold" },
} as const satisfies Record<string, { level: "error" | "warning"; name: string }>

export type CapRule = keyof typeof capRules

/** One remark: which rule, where in the message, and what was found there. */
export interface CapFinding {
  readonly rule: CapRule
  readonly level: "error" | "warning"
  readonly path: string
  readonly found: string
}

const FOUND_MAX = 80

export function finding(rule: CapRule, path: string, found: string): CapFinding {
  return { rule, level: capRules[rule].level, path, found: found.length > FOUND_MAX ? `${found.slice(0, FOUND_MAX)}…` : found }
}
