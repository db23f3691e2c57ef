import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { parseAirPlans } from "@holdfast/air"
import { levels, type WarningText } from "@holdfast/contracts"
import { beijingCriteria, nationalCriteria } from "@holdfast/rain"
import { afterAll, describe, expect, test } from "vitest"
import { checkPacks, listProperties, listRules, loadPacks, problemWords } from "./index.ts"

const ours = new URL("../../../../packs/", import.meta.url)
const rainstorm = fs.readFileSync(new URL("rainstorm/pack.yaml", ours), "utf8")
const folders: string[] = []
afterAll(() => {
  for (const folder of folders) fs.rmSync(folder, { recursive: true })
})

function packsWith(text: string, name = "rainstorm"): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-packs-"))
  folders.push(folder)
  fs.mkdirSync(path.join(folder, name))
  fs.writeFileSync(path.join(folder, name, "pack.yaml"), text)
  return folder
}

/** The problems of the rainstorm pack after one change, as `rule:text of the line`. */
function after(from: string, to: string): string[] {
  expect(rainstorm).toContain(from)
  const text = rainstorm.replace(from, to)
  return checkPacks(packsWith(text)).map(({ rule, line }) => `${rule}: ${text.split("\n")[line - 1]!.trim()}`)
}

describe("our packs", () => {
  const packs = loadPacks(ours)
  test("are in order, and found by hazard", () => {
    expect(checkPacks(ours)).toEqual([])
    expect(packs.all.map(({ hazard }) => hazard)).toEqual(["air-pollution", "gas", "rainstorm", "fire"])
    expect(packs.find("rainstorm")?.plans.map(({ level }) => level)).toEqual(["IV", "III", "II", "I"])
    expect(packs.find("earthquake")).toBeUndefined()
  })
  test("have the thresholds that the rain package has", () => {
    for (const [jurisdiction, criteria] of [
      ["national", nationalCriteria],
      ["beijing", beijingCriteria],
    ] as const) {
      const sums = listRules(packs, jurisdiction).filter(({ rule }) => rule.over === "sum")
      const found = Object.fromEntries(
        levels.map((level) => [
          level,
          Object.fromEntries(
            sums.flatMap(({ rule }) => (rule.levels[level] === undefined ? [] : [[rule.windowMin / 60, rule.levels[level]]])),
          ),
        ]),
      )
      expect(found).toEqual(criteria)
    }
  })
  test("give a city its own rules and those that hold anywhere", () => {
    const ids = listRules(packs, "beijing").map(({ rule }) => rule.id)
    expect(ids).toContain("rain-beijing-1h")
    expect(ids).toContain("rain-gauge-missing")
    expect(ids.some((id) => id.includes("national"))).toBe(false)
    expect(listProperties(packs).map(({ id }) => id)).toContain("pm25")
    expect(parseAirPlans(packs.find("air-pollution")?.extra?.["airPlans"]).ok).toBe(true)
  })
  test("speak in short sentences that fit a phone", () => {
    const said = packs.all.flatMap(({ warning }) =>
      levels.flatMap((level) => [warning.levels[level].texts, warning.levels[level].lifted]),
    )
    const sentences = (text: WarningText, end: RegExp) => Object.values(text).flatMap((field) => field.split(end))
    for (const texts of said) {
      for (const sentence of sentences(texts["zh-CN"], /[。\n]/))
        expect([sentence, sentence.replace(/\{\{\w+\}\}/g, "").length <= 25]).toEqual([sentence, true])
      for (const sentence of sentences(texts.en, /[.\n]/))
        expect([sentence, sentence.split(/\s+/).filter(Boolean).length <= 15]).toEqual([sentence, true])
    }
  })
})

describe("a pack that is wrong is refused at its line", () => {
  test.each([
    ["result: number, possible", "result: text, possible", "result-type"],
    ["subject: place }", "subject: person }", "subject"],
    ["possible: { min: 0, max: 2000 }", "possible: { min: 0, max: -1 }", "possible-span"],
    ["result: number, possible", "result: boolean, possible", "possible-span"],
    ["subject: place }", "subject: place, owner: x }", "unknown-name"],
    ["levels: { blue: 50 }", "levels: { blue: 50, purple: 60 }", "unknown-name"],
    ["levels: { orange: 50, red: 100 }", "levels: { orange: 100, red: 50 }", "thresholds-rise"],
    ["property: rainfall", "property: snow", "property-unknown"],
    ["    over: sum", "    over: average", "one-of"],
    ["windowMin: 720", "windowMin: 0", "more-than"],
    ["levels: { blue: 90 }\n", "levels: { blue: 90 }\n    holdMin: -1\n", "least"],
    ["windowMin: 720", "windowMin: 99999999", "most"],
    ["windowMin: 720", "windowMin: long", "type"],
    ["    windowMin: 720\n", "", "required"],
    ["id: rain-national-6h", "id: rain-national-12h", "id-twice"],
    ["id: rain-national-6h", "id: Rain National", "form"],
    ["opensAt: yellow", "opensAt: blue", "plan-twice"],
    ["监测到：{{measured}}。", "监测到：{{amount}}。", "slot-unknown"],
    ["{{area}}的暴雨预警已解除。", "{{area}}的暴雨预警已解除，曾{{measured}}。", "slot-unknown"],
    ["Measured: {{measured}}.", "Measured a lot.", "slots-differ"],
    ["能不出门就不出门。", "今晚不要出门。", "manner"],
    ["Stay indoors if you can.", "Please stay indoors!", "manner"],
    ["en: River stage }, unit", "en: Face count }, unit", "forbidden-term"],
    ["zh-CN: 河道水位, en", "zh-CN: 车牌, en", "forbidden-term"],
    ["查看有人住的地下室", "登记住户的民族和宗教", "forbidden-term"],
    ["en: River stage }, unit", "en: People in the street }, unit", "property-counts-people"],
    ["id: rainstorm\n", "id: flood\n", "folder-name"],
    ["rules:\n", "rules:\n\t- x\n", "yaml"],
    ["levels: [orange, red]", "levels: [yellow, red]", "authority-twice"],
    ["mode: issue", "mode: ask", "authority-contact"],
    ["role: duty-officer, over: district", "role: approver, over: district", "authority-role"],
  ])("%s → %s: %s", (from, to, rule) => {
    const found = after(from, to)
    expect(found.length).toBeGreaterThan(0)
    expect(found.some((one) => one.startsWith(`${rule}: `))).toBe(true)
  })
  test("the line is the one to mend", () => {
    expect(after("windowMin: 720", "windowMin: long")).toEqual(["type: windowMin: long"])
    expect(after("levels: { orange: 50, red: 100 }", "levels: { orange: 100, red: 50 }")).toEqual([
      "thresholds-rise: levels: { orange: 100, red: 50 }",
    ])
  })
  test("each rule has its words in both languages", () => {
    for (const text of ["id: [", "id: rainstorm\nresult: 人脸!", "", rainstorm.replace("rainfall, name", "rain, name")]) {
      const problems = checkPacks(packsWith(text))
      expect(problems.length).toBeGreaterThan(0)
      for (const problem of problems)
        for (const language of ["zh-CN", "en"] as const)
          expect(Object.values(problemWords(language, problem)).join(" ")).not.toContain("{{")
    }
  })
  test("a city does not start with it, and is told where it stands", () => {
    const folder = packsWith(rainstorm.replace("subject: place }", "subject: person }"))
    expect(() => loadPacks(folder)).toThrow(expect.objectContaining({ code: "PACKS_INVALID" }))
    try {
      loadPacks(folder, "zh-CN")
    } catch (error) {
      expect(error).toMatchObject({ values: { line: 11, rule: expect.stringContaining("不观测人") } })
    }
  })
  test("aliases that multiply are refused, not unfolded", () => {
    const bomb = [
      "a: &a [x, x, x, x, x, x, x, x, x]",
      ...["b", "c", "d", "e", "f"].map(
        (name, at) => `${name}: &${name} [${Array.from({ length: 9 }, () => `*${"abcde"[at]}`).join(", ")}]`,
      ),
    ]
    expect(checkPacks(packsWith(bomb.join("\n"))).map(({ rule }) => rule)).toEqual(["yaml"])
  })
  test("a folder that is not there is said so", () => {
    expect(() => checkPacks("/no/such/folder")).toThrow(expect.objectContaining({ code: "PACKS_FOLDER_NOT_FOUND" }))
  })
})
