import { capRules } from "@holdfast/cap"
import { wordsIn } from "@holdfast/words"
import { expect, test } from "vitest"

test("each problem of a message has words in both languages, in English those of the package", () => {
  for (const [code, { message, mend }] of Object.entries(capRules)) {
    const say = (text: string) => text.replaceAll("{found}", "x")
    const [english, chinese] = [wordsIn("en"), wordsIn("zh-CN")]
    const told = (words: typeof english) => [
      words(`cap:problems.${code}.message`, { found: "x" }),
      words(`cap:problems.${code}.mend`, { found: "x" }),
    ]
    expect(told(english)).toEqual([say(message), say(mend)])
    expect(told(chinese).every((text) => /\p{Script=Han}/u.test(text))).toBe(true)
  }
})
