/** What a problem leads to at best: advice changes nothing, a defect is read around, and what is refused cannot be relied on. */
export type CapVerdict = "accept" | "accept-with-defects" | "reject"

/** One line of the catalogue. `{found}` stands for what was found. */
interface Rule {
  /** Number in our catalogue (docs/reference/cap-rules.md); several codes may share one. */
  readonly rule: string
  readonly severity: "error" | "warning"
  readonly verdict: CapVerdict
  readonly message: string
  readonly mend: string
}

type Line = readonly [rule: string, message: string, mend: string]
const all = <T extends Record<string, Line>>(severity: Rule["severity"], verdict: CapVerdict, lines: T) =>
  Object.fromEntries(
    Object.entries(lines).map(([code, [rule, message, mend]]) => [code, { rule, severity, verdict, message, mend }]),
  ) as Record<keyof T, Rule>

/** The message cannot be relied on. */
const refused = all("error", "reject", {
  NOT_WELL_FORMED: [
    "CAP-01",
    "It is not well-formed XML: {found}.",
    "Write the message with an XML library, and close each tag.",
  ],
  DOCUMENT_TYPE: ["CAP-01", "It has a document type declaration: {found}", "Leave the declaration and its entities out."],
  NOT_UTF8: ["CAP-01", "It has bytes that are not {found}.", "Write the document in UTF-8."],
  UNSUPPORTED_ENCODING: ["CAP-01", "It is written in {found}.", "Write the document in UTF-8."],
  INVALID_CHARACTERS: ["CAP-01", "It holds what XML does not allow: {found}.", "Leave control characters out."],
  TOO_LARGE: ["CAP-01", "It is larger than {found}.", "Keep a message below 900 kB, and split the feed."],
  TOO_DEEP: ["CAP-01", "Its elements stand more than {found} deep in each other.", "Leave out what is not part of the message."],
  UNKNOWN_ROOT: [
    "CAP-02",
    "There is no alert of CAP 1.0, 1.1, or 1.2 in it: {found}.",
    "Name the outermost element alert, in the namespace urn:oasis:names:tc:emergency:cap:1.2.",
  ],
  DUPLICATE_ELEMENT: ["CAP-03", "{found} stands there twice.", "Leave one of them."],
  MISSING_REQUIRED_ELEMENT: ["CAP-04", "{found} is missing or empty.", "Add {found} with its value."],
  INVALID_IDENTIFIER: [
    "CAP-05",
    "The identifier “{found}” has a space, a comma, < or &.",
    "Use letters, digits, points and hyphens only.",
  ],
  INVALID_SENDER: ["CAP-05", "The sender “{found}” has a space, a comma, < or &.", "Use an address, such as warn@city.example."],
  INVALID_DATE: ["CAP-07", "“{found}” is no time that exists.", "Write it as 2026-07-31T03:12:00+08:00."],
  INVALID_ENUM_VALUE: [
    "CAP-08",
    "“{found}” is not in the list of values.",
    "Use a value of the list of CAP 1.2, spelt exactly, with its capitals.",
  ],
  MISSING_FEED_ELEMENT: ["FEED-01", "The feed has no {found} here.", "Add {found} with its value."],
  UNSUPPORTED_FEED_ELEMENT: [
    "FEED-02",
    "A feed has no element {found} here.",
    "Leave it out, or give it a namespace of its own.",
  ],
  DUPLICATE_FEED_ID: ["FEED-03", "Two entries have the id “{found}”.", "Give each entry an id of its own."],
})

/** The message breaks the standard, and is read around what is broken. */
const defects = all("error", "accept-with-defects", {
  INVALID_SEQUENCE: ["CAP-03", "{found} stands behind an element that must come later.", "Put it where the schema has it."],
  UNSUPPORTED_ELEMENT: [
    "CAP-03",
    "CAP has no element {found} here; it was passed over.",
    "Leave it out, or make it a parameter.",
  ],
  INVALID_TIME_FORMAT: [
    "CAP-06",
    "The time “{found}” is not written as CAP has it; its meaning was taken.",
    "Write whole seconds and a numeric offset, -00:00 for UTC, never Z.",
  ],
  INVALID_LANGUAGE: ["CAP-09", "“{found}” is no language tag.", "Write it as zh-CN or en-GB."],
  INVALID_REFERENCES: [
    "CAP-11",
    "“{found}” is no reference; it was left out.",
    "Write sender,identifier,sent, with a space between references.",
  ],
  UPDATE_OR_CANCEL_MUST_REFERENCE: [
    "CAP-12",
    "A message of type {found} does not say what it refers to.",
    "List in references each message that it updates or cancels.",
  ],
  CIRCULAR_REFERENCE: ["CAP-13", "The message refers to itself: “{found}”.", "Refer to earlier messages only."],
  RESTRICTION_SCOPE_MISMATCH: [
    "CAP-15",
    "With scope {found}, restriction is there without need, or is missing.",
    "Give restriction exactly when scope is Restricted.",
  ],
  MISSING_ADDRESSES: ["CAP-16", "The scope is Private, and addresses is missing.", "Name the receivers in addresses."],
  INVALID_AREA: [
    "CAP-20",
    "No shape and no code of this area could be read: {found}.",
    "Give a polygon, a circle, or a geocode.",
  ],
  INVALID_POLYGON: [
    "CAP-20",
    "The polygon could not be read: {found}. It was left out.",
    "Write four positions or more as latitude,longitude, the first again at the end.",
  ],
  UNCLOSED_POLYGON: [
    "CAP-20",
    "The polygon ends at another position than it begins; it was closed.",
    "Repeat the first position at the end.",
  ],
  INVALID_CIRCLE: [
    "CAP-22",
    "“{found}” is no circle; it was left out.",
    "Write latitude,longitude, a space, and the radius in kilometres.",
  ],
  INVALID_ALTITUDE: [
    "CAP-23",
    "“{found}” is no number; it was left out.",
    "Write the height as a number, in feet above sea level.",
  ],
  INVALID_ALTITUDE_CEILING_RANGE: [
    "CAP-23",
    "The ceiling of {found} has no altitude below it.",
    "Give altitude too, lower than ceiling.",
  ],
  INVALID_WEB: ["CAP-24", "“{found}” is no absolute address.", "Write it with https:// in front."],
  INVALID_URI: ["CAP-24", "“{found}” is no address.", "Write it with https:// in front."],
  RELATIVE_URI_MISSING_DEREF_URI: [
    "CAP-24",
    "“{found}” is relative, and the resource is not inside.",
    "Write an absolute address, or add derefUri.",
  ],
  INVALID_DEREF_URI: ["CAP-24", "derefUri is not base64.", "Write the bytes of the resource in base64."],
  INVALID_MIME_TYPE: ["CAP-25", "“{found}” is no media type.", "Write it as image/png."],
  INVALID_RESOURCE_SIZE: ["CAP-25", "“{found}” is no size; it was left out.", "Write the number of bytes."],
  RETRANSMISSION_CONFLICT: [
    "CAP-34",
    "Two messages are called “{found}” and are not the same.",
    "Give each message an identifier of its own.",
  ],
})

/** Nothing is wrong by the schema, but the receiver gets less than it seems. */
const thin = all("warning", "accept-with-defects", {
  EMPTY_ELEMENT: ["CAP-29", "{found} is empty; it counts as absent.", "Leave empty elements out."],
  MISSING_INFO: [
    "CAP-35",
    "There is no info in a message of type {found}.",
    "Add an info block: what happens, where, what to do.",
  ],
  INVALID_POLYGON_SELF_INTERSECTION: [
    "CAP-21",
    "The border of the polygon crosses itself near {found}.",
    "Draw it without crossings.",
  ],
  POLYGON_WITHOUT_AREA: ["CAP-21", "The polygon encloses nothing.", "Draw it around the area."],
  UNCHECKED_POLYGON: ["CAP-21", "The border of the polygon is too tangled to be checked.", "Draw it with fewer positions."],
  DECLARED_ENCODING: ["CAP-01", "It is written in {found} and was converted.", "Write the document in UTF-8."],
})

/** Common practice; nothing is read differently for it. */
const advice = all("warning", "accept", {
  POSTDATED_REFERENCE: ["CAP-13", "It refers to a message that was sent later: “{found}”.", "Refer to earlier messages only."],
  MISSING_NOTE: ["CAP-14", "A message of kind {found} does not explain itself.", "Name the exercise, or the error, in note."],
  SAME_TEXT_DIFFERENT_LANGUAGE: ["CAP-19", "Two languages say the very same: “{found}”.", "Translate the text."],
  REPEATED_POSITION: ["CAP-21", "The polygon has the position {found} twice in a row.", "Leave one of them."],
  INVALID_DIGEST: ["CAP-26", "“{found}” is no SHA-1 digest.", "Write the SHA-1 of the resource, as 40 hexadecimal digits."],
  TEXT_CONTAINS_HTML_TAGS: ["CAP-27", "The text has markup: “{found}”.", "Write plain text."],
  TEXT_CONTAINS_HTML_ENTITIES: ["CAP-27", "The text has an entity of HTML: “{found}”.", "Write the character itself."],
  HEADLINE_TOO_LONG: ["CAP-28", "The headline has {found} characters.", "Keep it within 160."],
  PASSWORD_DEPRECATED: ["CAP-30", "password was taken out of CAP; it was passed over.", "Leave it out."],
  DIFFERENT_EVENTS: [
    "CAP-31",
    "Two info blocks of one language name different events: “{found}”.",
    "Send one message for each event.",
  ],
  EXPIRES_BEFORE_START: ["CAP-33", "It ends at {found}, before it was sent or begins.", "Give a later end."],
  WRAPPED_ALERT: [
    "CAP-02",
    "The message stands inside {found}, which is no feed.",
    "Send each message as a document of its own.",
  ],
})

/** What the profiles add; `{found}` is what is there instead. */
const profiles = all("error", "accept-with-defects", {
  PROFILE_CODE: ["PROFILE-01", "The code of the profile is missing: {found}.", "Add {found} as code."],
  PROFILE_EVENT_CODE: [
    "PROFILE-02",
    "The event code is not as the profile wants it: {found}.",
    "Give exactly one event code, the same in each info.",
  ],
  PROFILE_GEOCODE: ["PROFILE-03", "An area has no geocode {found}.", "Add a geocode {found}."],
  PROFILE_REQUIRES: ["PROFILE-04", "The profile wants {found} here.", "Add {found}."],
  PROFILE_PARAMETER: [
    "PROFILE-05",
    "The parameter is not as the profile wants it: {found}.",
    "Write it as 3; orange; Severe, or as 10; Rain.",
  ],
  PROFILE_IDENTIFIER: [
    "PROFILE-06",
    "“{found}” does not follow the identifiers of the profile.",
    "Build the identifier by the scheme of the profile.",
  ],
  PROFILE_TEXT: ["PROFILE-08", "Headline and description are the same: “{found}”.", "Say more in the description."],
})
const recommended = all("warning", "accept", {
  PROFILE_RECOMMENDS: ["PROFILE-09", "The profile recommends {found} here.", "Add {found}."],
})

/** The catalogue: each code with its number, severity, verdict, and what to say. Codes are stable; most are those of Google's validator. */
export const capRules = { ...refused, ...defects, ...thin, ...advice, ...profiles, ...recommended }
export type CapCode = keyof typeof capRules

/** One remark on a document. */
export interface CapProblem {
  readonly code: CapCode
  readonly severity: "error" | "warning"
  /** Such as `alert/info[1]/area[2]/polygon[1]`. */
  readonly path: string
  readonly message: string
  /** What to write instead. */
  readonly mend: string
  /** What stands there, cut after 80 characters. */
  readonly found: string
}

const FOUND_MAX = 80

export function problemOf(code: CapCode, path: string, found: string): CapProblem {
  const { severity, message, mend } = capRules[code]
  const short = found.length > FOUND_MAX ? `${found.slice(0, FOUND_MAX)}…` : found
  const say = (text: string) => text.replaceAll("{found}", () => short)
  return { code, severity, path, message: say(message), mend: say(mend), found: short }
}

const verdicts: readonly CapVerdict[] = ["accept", "accept-with-defects", "reject"]

/** The worst of them. */
export function worstVerdict(given: readonly CapVerdict[]): CapVerdict {
  return verdicts[Math.max(0, ...given.map((verdict) => verdicts.indexOf(verdict)))]!
}
