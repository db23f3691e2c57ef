import { expect, test } from "vitest"
import { wrap } from "./wrap.ts"

const widthOf = (text: string) => Array.from(text).reduce((sum, one) => sum + (one.charCodeAt(0) > 0x2000 ? 2 : 1), 0)

test.each([
  ["words", "Go to higher ground now.", 10, ["Go to", "higher", "ground", "now."]],
  ["Chinese, never before a closing mark", "不要过河，不要开车。", 8, ["不要过", "河，不要", "开车。"]],
  ["both scripts", "拨打119求助。", 8, ["拨打119", "求助。"]],
  ["a word longer than a line", "https://linjiang.example", 10, ["https://li", "njiang.exa", "mple"]],
  ["nothing", "", 10, []],
])("%s", (_what, text, width, lines) => expect(wrap(text, width, widthOf)).toEqual(lines))
