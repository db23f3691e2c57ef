import type { Bilingual } from "@holdfast/contracts"
import { type Kysely, sql } from "kysely"
import type { Asked } from "../domain/budget.ts"

export interface NamedAsked extends Asked {
  readonly ruleName: Bilingual
  readonly areaName: Bilingual
}

/** Each time that a signal asked between two times, oldest first. */
export async function listAsked(
  db: Kysely<unknown>,
  { from, to, limit }: { readonly from: Date; readonly to: Date; readonly limit: number },
): Promise<NamedAsked[]> {
  const { rows } = await sql<{
    at: Date
    rule: string
    rule_zh: string
    rule_en: string
    area: string
    area_zh: string
    area_en: string
  }>`
    select a.at, s.rule, s.rule_zh, s.rule_en, s.area, s.area_zh, s.area_en
    from sense.signal_asked a
    join sense.signal s on s.id = a.signal_id
    where a.at > ${from} and a.at <= ${to}
    order by a.at desc
    limit ${limit}::int`.execute(db)
  return rows.toReversed().map(({ at, rule, rule_zh, rule_en, area, area_zh, area_en }) => ({
    ...{ atMs: at.getTime(), rule, area },
    ruleName: { "zh-CN": rule_zh, en: rule_en },
    areaName: { "zh-CN": area_zh, en: area_en },
  }))
}
