import fs from "node:fs"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { type CapDocument, capRules, readCapDocument, verifyCap } from "./index.ts"

const data = fileURLToPath(new URL("../../../../shared/data/cap/", import.meta.url))
const docs = fileURLToPath(new URL("../../../docs/reference/", import.meta.url))
const hasData = fs.existsSync(path.join(data, "index.json"))

interface Expected {
  readonly file: string
  readonly repo: string
  readonly expect: string
}

/** Where we judge otherwise than the list, and why. */
const argued: Readonly<Record<string, string>> = {
  "google__cap-library/earthquake_signed.cap":
    "Its schema has no place for a signature before info; what it says is complete and in order, so it is read.",
  "google__cap-library/naads_x509_cert.pem": "A certificate and no document: what is no XML is refused as any other.",
  "philgresh__cap-ts/mockXML.test.xml": "One element stands out of order. That is read around and told.",
  "clemensv__real-time-sources/sample-cap.xml": "Its times end in Z. The moment is clear, so it is taken and told.",
  "sahana__eden/Fiji_Water_Shortage_Suva.xml": "One element that CAP does not have. It is passed over and told.",
  "sahana__eden/tsunami.xml": "The border of its area crosses itself, which the list did not look at.",
}

/** What the words of the list mean as a verdict. */
function verdictOf({ expect: said }: Expected): CapDocument["verdict"] {
  if (/^(reject|refuse)|reject-alert/.test(said)) return "reject"
  if (/some empty|flag|reject polygon/.test(said)) return "accept-with-defects"
  return "accept"
}

function save(name: string, text: string): void {
  if (process.env["REGEN"]) fs.writeFileSync(path.join(docs, name), text)
  expect(fs.readFileSync(path.join(docs, name), "utf8")).toBe(text)
}

describe.skipIf(!hasData)("real messages (needs the shared data)", () => {
  const list = hasData ? (JSON.parse(fs.readFileSync(path.join(data, "index.json"), "utf8")) as Expected[]) : []
  const judged = list.map((one) => {
    const bytes = fs.readFileSync(path.join(data, one.file))
    return { ...one, bytes, document: readCapDocument(bytes) }
  })
  test("are judged as the list says, or the difference is argued", () => {
    const different = judged.filter((one) => verdictOf(one) !== one.document.verdict).map(({ file }) => file)
    expect(different.toSorted()).toEqual(Object.keys(argued).toSorted())
  })
  test("give all their messages: five of seven, seventeen of seventeen", () => {
    const readIn = (name: string) =>
      judged.find(({ file }) => file.endsWith(name))!.document.alerts.map(({ alert }) => alert !== undefined)
    expect(readIn("bushfire_invalid.edxlde").filter(Boolean)).toHaveLength(5)
    expect(readIn("smhi.se.alerts.cap")).toEqual(new Array<boolean>(17).fill(true))
  })
  test("have signatures of which those that came byte for byte hold", async () => {
    const found = await Promise.all(
      judged.map(async ({ file, bytes }) => {
        const verdict = await verifyCap(bytes)
        return [file.split("/")[1]!, verdict.verdict === "invalid" ? verdict.reason : verdict.verdict] as const
      }),
    )
    expect(Object.fromEntries(found.filter(([, verdict]) => verdict !== "unsigned" && verdict !== "unreadable"))).toEqual({
      "TropicalCyclone20150806.xml": "algorithm",
      "CanadaNaad.xml": "several-signatures",
      "canada_signed.atom": "several-signatures",
      "earthquake_signed.cap": "algorithm",
      "google-PAAQ-4-mg5a94.xml": "structure",
      "ipaws-5e6dd964023f1930ef638846.xml": "unknown-signer",
      "ipaws-5e6dd9de023f1930ef6548d9.xml": "unknown-signer",
      "ipaws-5e6ddbad023f1930ef6c1a5a.xml": "unknown-signer",
      "mockXML.test.xml": "algorithm",
      "no_info_tag.cap": "algorithm",
      "sc_invalid_certificate.xml": "base64",
      "sc_invalid_digest.xml": "base64",
      "sc_invalid_signature.xml": "base64",
      "tg_invalid_certificate.xml": "base64",
      "tg_invalid_digest.xml": "base64",
      "tg_invalid_schema.xml": "digest",
    })
  })
  test("are listed in docs/reference/cap-corpus.md (REGEN=1 writes it)", () => {
    const rows = judged.map(({ file, repo, expect: said, document }) => {
      const counted = Map.groupBy(document.problems, ({ code }) => code)
      const codes = [...counted].map(([code, all]) => (all.length > 1 ? `${code} ×${all.length}` : code))
      const cells = [`${repo}: ${file.split("/")[1]}`, said, document.verdict, codes.join(", "), argued[file] ?? ""]
      return `| ${cells.join(" | ")} |`
    })
    const head = `# Real CAP messages and what is said of them

Public messages, feeds, and counterexamples of ${new Set(judged.map(({ repo }) => repo)).size} repositories, as \`holdfast cap check\` judges
them. The second column is the list that came with the files; the last one argues each difference. A test compares all of it.

| file | the list | we | problems | why otherwise |
| --- | --- | --- | --- | --- |
`
    save("cap-corpus.md", `${head}${rows.join("\n")}\n`)
  })
})

test("each rule is listed in docs/reference/cap-rules.md (REGEN=1 writes it)", () => {
  const rows = Object.entries(capRules).map(
    ([code, { rule, severity, verdict, message, mend }]) =>
      `| \`${code}\` | ${rule} | ${severity} | ${verdict} | ${message.replaceAll("{found}", "…")} | ${mend.replaceAll("{found}", "…")} |`,
  )
  const head = `# Rules for CAP messages

What \`holdfast cap check\` and [the package](../../packages/cap) say of a message. The verdict is the best that a message with this problem can have:
*accept* is advice, *accept-with-defects* was read around, *reject* cannot be relied on. Codes are stable; most are those of Google's validator.
Sources: CAP 1.2 (OASIS, 1 July 2010) and its schema; the profiles IPAWS 1.0, CAP-CP 0.4, CAP-AU 1.0, Google Public Alerts, MeteoAlarm,
identifiers of the WMO, and GB/T 35965.1-2018.

Not checked in a message, because it is for whoever receives it: CAP-09 a language that is absent means en-US; CAP-10 an end that is absent is the
receiver's to set; CAP-17 incidents are told apart by spaces; CAP-18 blocks of one language add to each other; CAP-32 what is not Actual never
reaches the public as real; CAP-35 a Cancel without info ends what it refers to.

| code | rule | severity | verdict | what is said | what to write |
| --- | --- | --- | --- | --- | --- |
`
  save("cap-rules.md", `${head}${rows.join("\n")}\n`)
})
