import type { ThreadNode } from "@holdfast/contracts"
import type { World } from "../../platform/world/index.ts"
import { listWarningsById } from "./store/warning-store.ts"

/** What the thread says of warnings and liftings. */
export async function describeWarnings(world: World, records: readonly string[]): Promise<Map<string, ThreadNode>> {
  const warnings = await listWarningsById(world.db.query, records)
  return new Map(
    warnings.map(({ id, code, texts, sentAt, createdAt }) => [
      id,
      {
        record: id,
        kind: "warning",
        code,
        title: { "zh-CN": texts["zh-CN"].headline, en: texts.en.headline },
        at: (sentAt ?? createdAt).toISOString(),
        module: "warn",
        edge: "open",
      },
    ]),
  )
}
