import type { InstalledDeviceDetail } from "@holdfast/contracts"
import type { Formats, Language, Words } from "@holdfast/words"
import { type Html, html } from "../../../../platform/html/index.ts"

interface Reader {
  readonly language: Language
  readonly words: Words
  readonly formats: Formats
  readonly now: Date
  readonly onDuty: boolean
}

/** What somebody who scans a label reads. Passers-by learn what it is; what it sends is for people on duty. */
export function scanCard(device: InstalledDeviceDetail, { language, words, formats, now, onDuty }: Reader): Html {
  const { key, name, kind, lastAt, health } = device
  const opens = `/console/devices/${encodeURIComponent(key)}`
  return html`<h1>${name[language]}</h1>
<p>${words("devices:scan.title", { key })} · ${words(`sense:kinds.${kind}`)}</p><p>${words("devices:scan.what")}</p>
${
  onDuty
    ? html`<h2>${words("devices:scan.sends")}</h2>
<p>${words(`devices:health.${health}`)}${lastAt && html` · ${words("devices:lastHeard", { at: formats.ago(new Date(lastAt), now) })}`}</p>
<ul>${device.series.map(
        (series) =>
          html`<li>${words("devices:device.of", { name: series.property[language] })} <strong>${valueOf(series, words, formats)}</strong>${series.at && html` (${formats.shortDateTime(new Date(series.at))})`}</li>`,
      )}</ul>
<p><a href="${opens}">${words("devices:scan.open")}</a></p>`
    : html`<p><a href="${opens}">${words("devices:scan.signIn")}</a></p>`
}`
}

export function unknownCard(words: Words, key: string): Html {
  return html`<h1>${words("devices:scan.unknown", { key })}</h1><p>${words("devices:scan.unknownHint")}</p>`
}

function valueOf({ value, unit, isTruth }: InstalledDeviceDetail["series"][number], words: Words, formats: Formats): string {
  if (value === null) return words("devices:notHeard")
  if (isTruth) return words(value === 1 ? "devices:device.alarm" : "devices:device.calm")
  return unit === "1" || unit === "" ? formats.count(value) : formats.measure(value, unit)
}
