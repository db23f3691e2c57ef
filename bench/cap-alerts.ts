import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { CAP_NAMESPACE } from "@holdfast/cap"
import { Random } from "@holdfast/kernel"

/** A message for the bench, and what a reader must find in it; undefined for one that must be refused. */
export interface BenchAlert {
  readonly bytes: Buffer
  readonly expected: { readonly identifier: string; readonly positions: number } | undefined
}

const SMALLEST_BYTES = 1_000
const LARGEST_BYTES = 500_000
const HOSTILE_SHARE = 0.05
const REAL_SHARE = 0.1
const data = fileURLToPath(new URL("../../shared/data/cap/", import.meta.url))
const texts = {
  "zh-CN": "西河沿岸水位上涨很快。请立即转移到高处，不要进入地下通道和涵洞，不要开车涉水。",
  en: "The river rises fast. Go to high ground now. Do not enter underpasses, & do not drive through water.",
  "fr-CA": "La rivière monte vite. Gagnez les hauteurs, évitez les passages souterrains et ne traversez pas l’eau.",
}

/**
 * So many messages, always the same for a seed: most of some kilobytes and a few of half a megabyte, full of positions or of codes;
 * one in twenty made to harm; one in ten a real one, where the shared data is there.
 */
export function makeAlerts(count: number, seed: number): BenchAlert[] {
  const source = new Random(seed)
  const random = () => source.float()
  const real = findReal()
  return Array.from({ length: count }, (_, i) => {
    const bytes = Math.round(SMALLEST_BYTES * (LARGEST_BYTES / SMALLEST_BYTES) ** (random() ** 3))
    const pick = random()
    if (pick < HOSTILE_SHARE) return { bytes: makeHostile(random, i), expected: undefined }
    if (real.length > 0 && pick < HOSTILE_SHARE + REAL_SHARE) return real[Math.floor(random() * real.length)]!
    return makeAlert(`B-${seed}.${i}`, bytes, random)
  })
}

function makeAlert(identifier: string, size: number, random: () => number): BenchAlert {
  const line = random() < 0.7 ? "\n" : ""
  const isShapes = random() < 0.6
  let positions = 0
  const area = () => {
    const corners = 20 + Math.floor(random() * 200)
    const [lat, lon] = [random() * 120 - 60, random() * 300 - 150]
    const ring = Array.from({ length: corners }, (_, k) => {
      const angle = (2 * Math.PI * k) / corners
      const radius = 0.5 + 0.3 * random()
      return `${(lat + radius * Math.sin(angle)).toFixed(4)},${(lon + radius * Math.cos(angle)).toFixed(4)}`
    })
    const shape = isShapes ? `      <polygon>${[...ring, ring[0]].join(" ")}</polygon>${line}` : ""
    positions += isShapes ? corners + 1 : 0
    const codes = Array.from(
      { length: isShapes ? 1 : 12 },
      () =>
        `      <geocode>${line}        <valueName>SAME</valueName>${line}        <value>${String(Math.floor(random() * 1e6)).padStart(6, "0")}</value>${line}      </geocode>${line}`,
    )
    return `    <area>${line}      <areaDesc>River &amp; district ${Math.floor(random() * 1e4)}</areaDesc>${line}${shape}${codes.join("")}    </area>${line}`
  }
  const languages = Object.keys(texts).slice(0, size < 3_000 ? 1 : 2 + Math.floor(random() * 2)) as (keyof typeof texts)[]
  const info = languages.map((language) => {
    const words = texts[language].replace("&", "&amp;")
    let block = `  <info>${line}    <language>${language}</language>${line}    <category>Met</category>${line}    <event>${words.slice(0, 12)}</event>${line}    <responseType>Execute</responseType>${line}    <urgency>Immediate</urgency>${line}    <severity>Severe</severity>${line}    <certainty>Observed</certainty>${line}    <effective>2026-07-31T03:12:00+08:00</effective>${line}    <expires>2026-07-31T09:12:00+08:00</expires>${line}    <headline>${words.slice(0, 40)}</headline>${line}    <description>${words}</description>${line}    <instruction>${words}</instruction>${line}    <web>https://city.example/w/1</web>${line}`
    do block += area()
    while (Buffer.byteLength(block) < size / languages.length - 2_500)
    return `${block}  </info>${line}`
  })
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${CAP_NAMESPACE}">${line}  <identifier>${identifier}</identifier>${line}  <sender>warn@city.example</sender>${line}  <sent>2026-07-31T03:12:00+08:00</sent>${line}  <status>Actual</status>${line}  <msgType>Alert</msgType>${line}  <scope>Public</scope>${line}`
  return { bytes: Buffer.from(`${head}${info.join("")}</alert>\n`), expected: { identifier, positions } }
}

function makeHostile(random: () => number, i: number): Buffer {
  const kinds = [
    () => `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]><alert xmlns="${CAP_NAMESPACE}"><note>&x;</note></alert>`,
    () =>
      `<!DOCTYPE a [<!ENTITY l0 "ha">${Array.from({ length: 9 }, (_, k) => `<!ENTITY l${k + 1} "${`&l${k};`.repeat(10)}">`).join("")}]><a>&l9;</a>`,
    () => `${"<a>".repeat(100_000)}${"</a>".repeat(100_000)}`,
    () => `<alert xmlns="${CAP_NAMESPACE}"><identifier>${i}</identifier><sender>`,
  ]
  const kind = Math.floor(random() * (kinds.length + 1))
  if (kind < kinds.length) return Buffer.from(kinds[kind]!())
  return Buffer.from([...Buffer.from(`<alert xmlns="${CAP_NAMESPACE}"><note>`), 0xff, 0xfe, ...Buffer.from("</note></alert>")])
}

/** Real messages, those of which the list says that a reader accepts them. */
function findReal(): BenchAlert[] {
  if (!fs.existsSync(path.join(data, "index.json"))) return []
  const list = JSON.parse(fs.readFileSync(path.join(data, "index.json"), "utf8")) as { file: string; expect: string }[]
  return list
    .filter(({ file, expect }) => /[.](cap|xml)$/.test(file) && expect.startsWith("accept") && !/smhi|rfs/.test(file))
    .map(({ file }) => {
      const bytes = fs.readFileSync(path.join(data, file))
      const text = bytes.toString()
      const identifier = /<(?:\w+:)?identifier>\s*([^<]*?)\s*</.exec(text)![1]!
      return { bytes, expected: { identifier, positions: Number.NaN } }
    })
}
