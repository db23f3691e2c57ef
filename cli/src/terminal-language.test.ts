import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { terminalLanguage } from "./terminal-language.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-language-"))
afterAll(() => fs.rmSync(folder, { recursive: true }))
const write = (text: string) => fs.writeFileSync(path.join(folder, "holdfast.yaml"), text)

test("the environment comes first, then holdfast.yaml, then the terminal", () => {
  const terminal = { HOLDFAST_DATA: folder, LANG: "en_GB.UTF-8" }
  expect(terminalLanguage({ ...terminal, LANG: "zh_CN.UTF-8" })).toBe("zh-CN")
  expect(terminalLanguage({ HOLDFAST_DATA: folder, LANG: "C" })).toBe("en")
  write("HOLDFAST_LANGUAGE: zh-CN\n")
  expect(terminalLanguage(terminal)).toBe("zh-CN")
  expect(terminalLanguage({ ...terminal, HOLDFAST_LANGUAGE: "en" })).toBe("en")
  write("PORT: 9000\n")
  expect(terminalLanguage(terminal)).toBe("en")
})

test("settings that are wrong do not keep the command line from speaking", () => {
  write("PORT: [\n")
  expect(terminalLanguage({ HOLDFAST_DATA: folder, LANG: "zh_CN.UTF-8" })).toBe("zh-CN")
  expect(terminalLanguage({ HOLDFAST_DATA: folder, HOLDFAST_LANGUAGE: "zh-CN", LANG: "en_GB.UTF-8" })).toBe("zh-CN")
})
