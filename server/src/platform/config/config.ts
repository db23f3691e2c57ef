import fs from "node:fs"
import path from "node:path"
import { parse, YAMLParseError } from "yaml"
import { z } from "zod"
import { platformErrors } from "../errors.ts"

const Port = z.coerce.number().int().min(0).max(65535)
const Url = z.url()

/**
 * Every setting, with the name of its environment variable. The environment comes before the file `holdfast.yaml` in the data
 * folder, which uses the same names.
 */
const Settings = z.object({
  HOLDFAST_DATA: z.string().min(1).default("./data"),
  HOLDFAST_DATABASE_URL: Url.regex(/^postgres(ql)?:\/\//).optional(),
  HOLDFAST_NATS_URL: Url.regex(/^nats:\/\//).optional(),
  HOLDFAST_PUBLIC_URL: Url.optional(),
  HOLDFAST_LANGUAGE: z.enum(["zh-CN", "en"]).default("zh-CN"),
  HOLDFAST_TIME_ZONE: z.string().refine(isTimeZone, "a time zone such as Asia/Shanghai").default("Asia/Shanghai"),
  HOLDFAST_LOG_LEVEL: z.enum(["debug", "info", "warn", "error"]).default("info"),
  /** Whose rainstorm and air criteria the rules take: an id that the packs use. */
  HOLDFAST_JURISDICTION: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .default("national"),
  /** Residents of the demo city when it is made. */
  HOLDFAST_DEMO_PEOPLE: z.coerce.number().int().min(10_000).max(50_000_000).default(2_000_000),
  HOLDFAST_TLS_CERT: z.string().min(1).optional(),
  HOLDFAST_TLS_KEY: z.string().min(1).optional(),
  /** The directory of an authority that gives certificates by ACME, for the name in HOLDFAST_PUBLIC_URL. */
  HOLDFAST_ACME_DIRECTORY: Url.regex(/^https:\/\//).optional(),
  /** Says that somebody read the terms of that authority and agrees for the city. */
  HOLDFAST_ACME_TERMS: z.literal("agreed").optional(),
  HOLDFAST_ACME_EMAIL: z.email().optional(),
  HOLDFAST_ACME_PORT: Port.default(80),
  /** Addresses or networks of the proxy in front, with commas between them; or loopback. */
  HOLDFAST_TRUST_PROXY: z.string().min(1).optional(),
  /** Where the public pages are written as files after each change: a folder, or the address of a bucket that speaks S3. */
  HOLDFAST_PUBLISH_DIR: z.string().min(1).optional(),
  HOLDFAST_PUBLISH_REGION: z.string().min(1).default("us-east-1"),
  HOLDFAST_PUBLISH_KEY_ID: z.string().min(1).optional(),
  HOLDFAST_PUBLISH_SECRET: z.string().min(1).optional(),
  /** A PMTiles file with the base map: vector tiles laid out as Protomaps or OpenMapTiles do, or pictures. */
  HOLDFAST_BASEMAP: z.string().min(1).optional(),
  /** An OpenID Connect provider where staff may sign in too; all three or none. Plain HTTP only on this machine. */
  HOLDFAST_OIDC_ISSUER: Url.regex(/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/])/).optional(),
  HOLDFAST_OIDC_CLIENT_ID: z.string().min(1).optional(),
  HOLDFAST_OIDC_CLIENT_SECRET: z.string().min(1).optional(),
  HOST: z.string().min(1).default("127.0.0.1"),
  PORT: Port.default(8080),
  MQTT_PORT: Port.default(1883),
  /** MQTT over TLS, with the certificate of HTTPS; usually 8883. Nothing listens there without both. */
  MQTT_TLS_PORT: Port.optional(),
  /** Who may read /sensorthings: anybody, or staff and devices with the right to read. */
  HOLDFAST_SENSORTHINGS_READ: z.enum(["anybody", "credentials"]).default("anybody"),
})
export type Settings = z.infer<typeof Settings>
type Name = keyof Settings

/** Stands for what must not be read over a shoulder or in a log. */
const HIDDEN = "…"
const SECRETS: readonly Name[] = [
  "HOLDFAST_DATABASE_URL",
  "HOLDFAST_NATS_URL",
  "HOLDFAST_OIDC_CLIENT_SECRET",
  "HOLDFAST_PUBLISH_SECRET",
]
/** Settings that mean nothing alone. */
const TOGETHER: readonly Name[] = ["HOLDFAST_OIDC_ISSUER", "HOLDFAST_OIDC_CLIENT_ID", "HOLDFAST_OIDC_CLIENT_SECRET"]

export interface Setting {
  readonly name: Name
  readonly value: string
  readonly from: "default" | "file" | "environment"
}

export interface Config {
  readonly settings: Settings
  /** The effective configuration for people: secrets hidden, each value with where it came from. */
  readonly effective: readonly Setting[]
}

/** Reads the environment and the file. Throws `PLATFORM_CONFIG_INVALID` with the name, the value, and the rule of the first that does not fit. */
export function loadConfig(environment: NodeJS.ProcessEnv): Config {
  const folder = environment["HOLDFAST_DATA"] || "./data"
  const file = readFile(path.join(folder, "holdfast.yaml"))
  const given: Record<string, unknown> = {}
  for (const name of Object.keys(Settings.shape) as Name[]) {
    // An empty variable means "not set", as shells and service files write it.
    const value = environment[name] || file[name]
    if (value !== undefined) given[name] = value
  }
  const parsed = Settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue!.path[0])
    throw platformErrors.CONFIG_INVALID({ name, value: shown(name as Name, String(given[name])), rule: issue!.message })
  }
  const unknown = Object.keys(file).find((name) => !(name in Settings.shape))
  if (unknown) {
    throw platformErrors.CONFIG_INVALID({
      name: unknown,
      // It may be a secret under a mistyped name.
      value: HIDDEN,
      rule: `one of ${Object.keys(Settings.shape).join(", ")}`,
    })
  }
  const missing = TOGETHER.find((name) => given[name] === undefined)
  if (missing && TOGETHER.some((name) => given[name] !== undefined))
    throw platformErrors.CONFIG_INVALID({ name: missing, value: "", rule: `all of ${TOGETHER.join(", ")}, or none` })
  const effective = (Object.keys(Settings.shape) as Name[]).map((name) => ({
    name,
    value: parsed.data[name] === undefined ? "" : shown(name, String(parsed.data[name])),
    from: environment[name] ? ("environment" as const) : name in file ? ("file" as const) : ("default" as const),
  }))
  return { settings: parsed.data, effective }
}

function readFile(file: string): Record<string, unknown> {
  if (!fs.existsSync(file)) return {}
  try {
    const value: unknown = parse(fs.readFileSync(file, "utf8")) ?? {}
    return z.record(z.string(), z.unknown()).parse(value)
  } catch (error) {
    throw platformErrors.CONFIG_INVALID({
      name: file,
      // Where, and nothing of what stands there.
      value: error instanceof YAMLParseError && error.linePos ? `${error.linePos[0].line}:${error.linePos[0].col}` : HIDDEN,
      rule: "YAML, one name and value a line",
    })
  }
}

/** Of an address with secrets: protocol, host, and path, and that there is more. */
function shown(name: Name, value: string): string {
  if (!SECRETS.includes(name)) return value
  const url = URL.parse(value)
  // An @ further on belongs to a password with a sign that ends the host, such as # or /.
  if (!url?.host || url.hash || /@/.test(url.pathname + url.search)) return HIDDEN
  const signIn = url.username || url.password ? `${HIDDEN}@` : ""
  return `${url.protocol}//${signIn}${url.host}${url.pathname}${url.search ? `?${HIDDEN}` : ""}`
}

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat("en", { timeZone: name })
    return true
  } catch {
    return false
  }
}
