import type { GuardFacts } from "./facts.ts"
import { readers } from "./night-facts.ts"

type Night = Pick<GuardFacts, "night">

/** Anybody on duty can read some dozens of records of a stormy night; a walk that found fewer was stopped at the door. */
const RECORDS_MIN = 20
/** Entries that a stormy night of invented people leaves at least. */
const PLAYED_MIN = 30

/** What leads anybody to who reported, within six steps through the interface. */
export function sealedPaths({ night }: Night): string[] {
  const { leaks, walked } = night
  return [
    ...leaks.map(({ role, path, secret, steps }) => `${role} reads ${secret} at ${path} after ${steps} steps`),
    ...readers.flatMap((role) => {
      const own = walked.find((one) => one.role === role)
      if (role === "nobody" ? own?.read : (own?.records ?? 0) >= RECORDS_MIN) return []
      return [`the walk as ${role} read ${own?.read ?? 0} answers and ${own?.records ?? 0} records, which proves nothing`]
    }),
  ]
}

/** Whatever a drill had, changed, or could have reached of the live city beside it. */
export function drillTouchesLive({ night: { isolation } }: Night): string[] {
  const { changes, live, liveBefore, drill, cookies, strangers, origins, messages, unmarked, played } = isolation
  return [
    ...changes.map((change) => `while a drill played, ${change} in the live city`),
    ...(live.position === liveBefore.position ? [] : ["the log of the live city grew while a drill played"]),
    ...(live.heard === liveBefore.heard ? [] : ["the live city told its listeners something while a drill played"]),
    ...drill.connections.map((kind) => `the drill opened a connection (${kind})`),
    ...(drill.listening === 1 ? [] : [`the drill listens on ${drill.listening} addresses and not on its own one`]),
    ...(cookies.live && cookies.drill && cookies.live !== cookies.drill ? [] : ["a drill has the cookie of the live city"]),
    ...strangers.filter((account) => account !== null).map((account) => `a session of one world was ${account} in the other`),
    ...(new URL(origins.live).origin === new URL(origins.drill).origin ? ["a drill has the address of the live city"] : []),
    ...messages.flatMap(({ sender, status }) => [
      ...(sender.startsWith("drill@") ? [] : [`a drill sent a message as ${sender}`]),
      ...(status === "Exercise" ? [] : [`a drill sent a message of status ${status}`]),
    ]),
    ...(messages.length > 0 ? [] : ["the drill sent no message, so nothing was seen of them"]),
    ...unmarked.map((path) => `${path} does not say that it is a drill`),
    ...(played >= PLAYED_MIN ? [] : [`only ${played} things happened in the drill`]),
  ]
}

/** What people wrote or are called, in anything that leaves the city without somebody signed in. */
export function personalOutside({ night: { answers, personal } }: Night): string[] {
  // In a drill anybody chooses one of its invented people there; a live city has no such page.
  const read = answers.filter(({ path }) => path !== "/demo")
  return [
    ...personal.flatMap(({ column, value }) =>
      read.filter(({ body }) => body.includes(value)).map(({ path }) => `${path} gives away ${column}`),
    ),
    ...["serve.request.description", "serve.contact.contact", "respond.journal_note.text"]
      .filter((column) => !personal.some((one) => one.column === column))
      .map((column) => `nothing stood in ${column}, so nothing could leave it`),
    ...[/^\/cap\/feed/, /^\/cap\/alerts\//, /^\/api\/tiles\//, /^\/sensorthings\/v1\.1\/Things/]
      .filter((kind) => !answers.some(({ path, status }) => kind.test(path) && status === 200))
      .map((kind) => `nothing was read of ${kind.source}`),
  ]
}

/** Causes that would lead back to a resident, and edges that are not of the three kinds. */
export function openEdges({ night: { entries } }: Night): string[] {
  return [
    ...entries.flatMap(({ module, verb, edge, cause, causeModule, sealedCause }) => [
      ...(["open", "sealed", "none"].includes(edge) ? [] : [`${module}.${verb} has an edge of kind ${edge}`]),
      ...(edge !== "open" && cause !== null ? [`${module}.${verb} names its cause in the open and calls it ${edge}`] : []),
      ...(edge === "open" && causeModule === "serve" ? [`${module}.${verb} leads openly back to a resident`] : []),
      ...((edge === "sealed") === sealedCause ? [] : [`${module}.${verb} is ${edge} and its sealed cause is not`]),
      ...(edge === "open" && module === "serve" ? [`${module}.${verb} leads openly from a resident's record`] : []),
    ]),
    ...(["open", "sealed", "none"] as const)
      .filter((kind) => !entries.some(({ edge }) => edge === kind))
      .map((kind) => `the night had no edge of kind ${kind}`),
  ]
}

/** Columns about people that still held something after their time. */
export function keptTooLong({ night: { kept } }: Night): string[] {
  return [
    ...kept.filter(({ left }) => left > 0).map(({ column, days, left }) => `${column} still holds ${left} after ${days} days`),
    ...["serve.contact.contact", "serve.request.description", "respond.journal_note.text"]
      .filter((column) => !kept.some((one) => one.column === column && one.before > 0))
      .map((column) => `nothing stood in ${column}, so nothing was forgotten`),
  ]
}

/** Indexes over what is about people: with one somebody could search all of a city for a name or a number. */
export function searchablePersons({ night: { indexes }, manifest }: Pick<GuardFacts, "night" | "manifest">): string[] {
  const personal = (table: string, column: string) => (manifest[table]?.[column] ?? "none") !== "none"
  return [
    ...indexes.flatMap(({ table, columns, definition }) =>
      columns
        // Accounts of staff are looked up by their own id and token when they sign in.
        .filter((column) => personal(table, column) && !table.startsWith("identity."))
        .map((column) => `${table}.${column} is about people and can be searched: ${definition}`),
    ),
    ...indexes
      .filter(({ table, definition }) => /\b(gin|gist|tsvector|trgm)\b/i.test(definition) && holdsPersonal(table, manifest))
      .map(({ table, definition }) => `${table} holds words of people and has a search index: ${definition}`),
    ...(indexes.length > 0 ? [] : ["no index was found at all"]),
  ]
}

function holdsPersonal(table: string, manifest: GuardFacts["manifest"]): boolean {
  return Object.values(manifest[table] ?? {}).some((declared) => declared !== "none")
}
