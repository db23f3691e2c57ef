import type { GuardFacts } from "./facts.ts"

type Sources = Pick<GuardFacts, "sources">

/** The only files that may look at a client's address: limits on tries, hashed, in memory, thrown away each hour. */
export const addressLimiters: ReadonlySet<string> = new Set([
  "server/src/platform/identity/attempt-limit.ts",
  "server/src/platform/http/visitor-limit.ts",
])

/** How a program part could learn who a reader is, beyond the request itself. */
const clientTraces: readonly RegExp[] = [
  /\b(request|req|_request)\s*(\.\s*ips?\b|\[\s*["']ips?["'])/,
  /\{[^{}]*\bips?\b[^{}]*\}\s*=\s*(request|req)\b/,
  /\bremoteAddress\b/,
  /\bx-forwarded-for\b|\bx-real-ip\b/i,
  // Our own name, a constant, is told to whom we ask.
  /["'`.][Uu]ser-?[Aa]gent\b(?!["']: [A-Z][A-Z_]+\b)/,
  /(?<!no-)\breferr?er\b(?!-policy)/i,
]

/** Lines of the server and the command line that look at a reader's address, browser, or referrer. */
export function clientTracesRead({ sources }: Sources): string[] {
  return eachLine(sources, (file) => /^(server|cli|packages)\//.test(file) && !addressLimiters.has(file))
    .flatMap(({ at, code }) => (clientTraces.some((trace) => trace.test(code)) ? [`${at}: ${code.trim()}`] : []))
    .concat(
      [...sources].flatMap(([file, text]) =>
        /\bFastify\(/.test(text) && !/disableRequestLogging: true/.test(text)
          ? [`${file}: a server whose own request log, with addresses, is not switched off`]
          : [],
      ),
    )
}

/** Names of vocabularies look like addresses and are never asked for. */
const vocabularies = /^https?:\/\/(www\.w3\.org|www\.opengis\.net|127\.0\.0\.1|localhost)\b/
const ownSources = new Set(["'self'", "'none'", "'unsafe-inline'", "data:", "blob:"])

/** Addresses of others in what browsers get, and what the pages' own policy would let through. */
export function foreignHosts({ sources }: Sources): string[] {
  const shown = eachLine(
    sources,
    (file) => file.startsWith("web/") || /\.(html|css|js)$|\/html\/|pages?\.ts$|\/pages\//.test(file),
  )
  const addresses = shown.flatMap(({ at, code }) =>
    [...code.matchAll(/(?:https?:)?\/\/[a-z0-9-]+(\.[a-z0-9-]+)+[^\s"'`)]*/gi)]
      .map(([address]) => address)
      .filter((address) => !vocabularies.test(address))
      .map((address) => `${at}: ${address}`),
  )
  return [...addresses, ...policyHoles([...sources.values()].join("\n"))]
}

function policyHoles(program: string): string[] {
  const policies = [...program.matchAll(/"content-security-policy":\s*"([^"]+)"/g)].map(([, policy]) => policy!)
  const holes = policies
    .flatMap((policy) => policy.split(";"))
    .flatMap((directive) => directive.trim().split(/\s+/).slice(1))
    .filter((source) => !ownSources.has(source))
    .map((source) => `the content-security policy lets ${source} through`)
  return [
    ...holes,
    ...(policies.length > 0 && policies.every((policy) => /default-src '(self|none)'/.test(policy))
      ? []
      : ["there is no content-security policy that begins with the own address"]),
    ...(/"referrer-policy":\s*"no-referrer"/.test(program) ? [] : ["pages tell others where their reader came from"]),
  ]
}

/** Lines of program text without comments, each with where it stands. */
export function eachLine(
  sources: ReadonlyMap<string, string>,
  wanted: (file: string) => boolean,
): { readonly at: string; readonly code: string }[] {
  return [...sources]
    .filter(([file]) => wanted(file))
    .flatMap(([file, text]) =>
      withoutComments(text)
        .split("\n")
        .map((code, i) => ({ at: `${file}:${i + 1}`, code })),
    )
}

/** Comments become empty, and the lines keep their numbers. `//` within an address is none. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->/g, (comment) => comment.replace(/[^\n]/g, ""))
    .replace(/(^|\s)\/\/ .*$/gm, "$1")
    .replace(/(^|\s)-- .*$/gm, "$1")
}
