import fs from "node:fs"
import type { Settings } from "../../server/src/platform/config/index.ts"

/** What each setting means. A setting without a line here does not compile. */
const meanings = {
  HOLDFAST_DATA: "The data folder: database, photos, keys, logs. One server each.",
  HOLDFAST_DATABASE_URL:
    "`postgres://…`: a PostgreSQL server in place of the embedded database. Secret: shown without name and password.",
  HOLDFAST_NATS_URL: "`nats://…`: carries the news of the log to other programs. Secret, as above.",
  HOLDFAST_PUBLIC_URL:
    "Where people find this city, with scheme. Stands in messages; passkeys hang on its name. Without it: what HOST and PORT say.",
  HOLDFAST_LANGUAGE: "`zh-CN` or `en`: for readers whose browser names neither, and for the command line.",
  HOLDFAST_TIME_ZONE: "The city's zone, an IANA name.",
  HOLDFAST_LOG_LEVEL: "`debug`, `info`, `warn`, `error`: how much the program's own log says.",
  HOLDFAST_JURISDICTION: "Whose criteria the rules take: an id that the packs use, today `national` or `beijing`.",
  HOLDFAST_DEMO_PEOPLE: "Residents of the demo city, 10,000 to 50 million; counts only when it is made.",
  HOLDFAST_TLS_CERT: "PEM file with the certificate and its chain. Together with the key: HTTPS.",
  HOLDFAST_TLS_KEY: "PEM file with the key of the certificate.",
  HOLDFAST_ACME_DIRECTORY:
    "`https://…`: the directory of an authority that gives a certificate by ACME for the name in HOLDFAST_PUBLIC_URL. HTTPS.",
  HOLDFAST_ACME_TERMS: "`agreed`: somebody read the terms of that authority and agrees for the city. Without it no start.",
  HOLDFAST_ACME_EMAIL: "Where the authority writes to, if it does.",
  HOLDFAST_ACME_PORT: "The port where the authority's port 80 arrives (HTTP-01). Everybody else there is sent on to HTTPS.",
  HOLDFAST_TRUST_PROXY: "Addresses or networks of the proxy in front, with commas between them; or `loopback`.",
  HOLDFAST_PUBLISH_DIR:
    "Where the pages for everybody are written as files after each change: a folder, or a bucket that speaks S3, as `https://s3.example/bucket/folder`.",
  HOLDFAST_PUBLISH_REGION: "The region of that bucket.",
  HOLDFAST_PUBLISH_KEY_ID: "The key by which the bucket knows the city.",
  HOLDFAST_PUBLISH_SECRET: "The secret that goes with it. Secret: never shown.",
  HOLDFAST_BASEMAP:
    "A PMTiles file with the base map: vector tiles laid out as Protomaps or OpenMapTiles do, or pictures. Drawn under the city's own layers.",
  HOLDFAST_OIDC_ISSUER:
    "The issuer of an OpenID Connect provider where staff may sign in too. `https://…`; plain HTTP on this machine alone.",
  HOLDFAST_OIDC_CLIENT_ID: "Who this city is at that provider.",
  HOLDFAST_OIDC_CLIENT_SECRET: "The secret that goes with it. Secret: never shown.",
  HOST: "The address on which pages and devices are served.",
  PORT: "The port of pages and API; 0 takes a free one.",
  MQTT_PORT: "The port of devices; 0 takes a free one.",
  MQTT_TLS_PORT: "The port of devices over TLS, usually 8883, with the certificate of HTTPS. Nothing listens there without both.",
  HOLDFAST_SENSORTHINGS_READ:
    "Who may read `/sensorthings`: `anybody`, or `credentials` for staff and devices with the right to read.",
} as const satisfies Record<keyof Settings, string>

export interface SettingRow {
  readonly name: string
  /** As it stands in the source; undefined for a setting that may stay unset. */
  readonly standard: string | undefined
}

const ROW = /^([A-Z_]+): ([\s\S]*)$/

/** The settings and their defaults, in the order of `config.ts`. */
export function listSettings(): SettingRow[] {
  const text = fs.readFileSync(new URL("../../server/src/platform/config/config.ts", import.meta.url), "utf8")
  const schema = /const Settings = z\.object\(\{([\s\S]*?)\n\}\)/.exec(text)?.[1] ?? ""
  return schema.split(/\n {2}(?=[A-Z])/).flatMap((entry) => {
    const [, name, rule] = ROW.exec(entry) ?? []
    if (name === undefined || rule === undefined) return []
    return [{ name, standard: /\.default\("?([^")]*)"?\)/.exec(rule)?.[1]?.replaceAll("_", "") }]
  })
}

/** The page `docs/reference/settings.md`. */
export function writeSettingPage(): string {
  return [
    "# Settings",
    "Written by `node tools/write-references.ts` from `server/src/platform/config/config.ts`. Do not edit it by hand.",
    "",
    "A setting is an environment variable, or a line of the same name in `holdfast.yaml` in the data folder. The environment comes",
    "first; an empty variable counts as not set. A value that does not fit, and a name that nobody knows, stop the start with one",
    "sentence. `npx holdfast config` prints what is in force and where each value came from.",
    "",
    "| setting | default | meaning |",
    "| --- | --- | --- |",
    ...listSettings().map(
      ({ name, standard }) =>
        `| \`${name}\` | ${standard ? `\`${standard}\`` : ""} | ${meanings[name as keyof typeof meanings]} |`,
    ),
    "",
    "The passphrase of a backup is not a setting: `HOLDFAST_BACKUP_PASSPHRASE` is read by `backup` and `restore` alone, and never",
    "from the file.",
    "",
  ].join("\n")
}
