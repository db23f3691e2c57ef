import type { GuardFacts } from "./facts.ts"
import { addressLimiters, eachLine } from "./source-points.ts"

type Night = Pick<GuardFacts, "night">

const LOGGED_MIN = 20

/** A visitor found again in files, figures, or the database of a running city. */
export function tracesFound({ night: { traces, logged } }: Night): string[] {
  return [...traces, ...(logged >= LOGGED_MIN ? [] : [`the logs speak of ${logged} requests: the search proves nothing`])]
}

/** Answers of a running city without the two promises that every page makes to its reader. */
export function headersMissing({ night: { answers } }: Night): string[] {
  return [
    ...answers.flatMap(({ path, policy, referrerPolicy }) => [
      ...(policy.includes("default-src 'self'") ? [] : [`${path} comes without a content-security policy`]),
      ...(/https?:|\*/.test(policy) ? [`the policy of ${path} lets others in`] : []),
      ...(referrerPolicy === "no-referrer" ? [] : [`${path} lets its reader be told to others`]),
    ]),
    ...(answers.length > 0 ? [] : ["no answer was looked at"]),
  ]
}

/** What a limit on tries needs so that nobody can say later who was here, and what it must not have. */
const needed: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["hashes the address", /create(Hmac|Hash)\("sha256"/],
  ["has a random salt", /randomBytes\(/],
  ["changes the salt with the hour", /if \(hour === this\.#hour\) return|if \(hour !== this\.#hour\)/],
  ["forgets its counts with the hour", /\.clear\(\)/],
  ["counts hours", /HOUR_MS = 3_600_000\b|HOUR_MS = 60 \* 60/],
]
const outlets = /\b(logger|console|process\.std|fs\.|writeFile|appendFile|tx\.record|sql`|insertInto|\.publish\()/

/** Limits on tries that could remember a visitor. */
export function rememberedVisitors({ sources }: Pick<GuardFacts, "sources">): string[] {
  return [...addressLimiters].flatMap((file) => {
    const lines = eachLine(sources, (name) => name === file)
    if (lines.length === 0) return [`${file} does not exist`]
    const program = lines.map(({ code }) => code).join("\n")
    return [
      ...needed.filter(([, pattern]) => !pattern.test(program)).map(([what]) => `nothing in ${file} ${what}`),
      ...lines.filter(({ code }) => outlets.test(code)).map(({ at, code }) => `${at} lets something out: ${code.trim()}`),
    ]
  })
}
