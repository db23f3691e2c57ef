import type { PackRule } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { areasFor, type FindArea, hears } from "./rule-areas.ts"
import { RuleIndex } from "./rule-index.ts"

const name = { "zh-CN": "临江", en: "Linjiang" }
const ids = ["linjiang", "linjiang/xihe", "linjiang/xihe/north", "linjiang/xihe-2", "linjiang/dongling", "elsewhere"]
const find: FindArea = (id) => ({
  id,
  name,
  kind: id.split("/").length === 2 ? "district" : "street",
  parent: id.split("/").slice(0, -1).join("/") || null,
})

test("finds exactly the rules, areas, and order that going through all rules finds", () => {
  const random = new Random(20_261_122)
  const some = (of: readonly string[]) => of.filter(() => random.chance(0.4)).concat(of[random.int(of.length)]!)
  for (let round = 0; round < 300; round += 1) {
    const rules = Array.from({ length: random.int(12) }, (_, i) => {
      const named = { areas: [...new Set(some(ids))], ...(random.chance(0.3) && { stations: [...new Set(some(["a", "b"]))] }) }
      const area = [undefined, "smallest", "district", named][random.int(4)]
      const property = random.chance(0.8) ? "rainfall" : "level"
      return { rule: { id: `r${i}`, property, over: "latest", ...(area && { area }) } as unknown as PackRule }
    })
    const index = new RuleIndex(rules)
    const id = ids[random.int(ids.length)]!
    const thing = { key: random.chance(0.5) ? "a" : "c", area: random.chance(0.9) ? { id, name } : undefined }
    const slowly = rules
      .filter((rule) => hears(rule, "rainfall"))
      .flatMap((rule) => areasFor(rule.rule, thing, find).map((area) => ({ rule, area })))
    expect(index.hearing("rainfall", thing, find)).toEqual(slowly)
    expect(index.about("level")).toEqual(rules.filter((rule) => hears(rule, "level")))
  }
})
