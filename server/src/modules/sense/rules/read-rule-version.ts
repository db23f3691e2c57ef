import type { PackRule } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import type { RuleBook } from "./domain/rule-book.ts"
import { findRuleVersion } from "./store/rule-store.ts"

/** A rule as it was in one version, 0 being its pack's; undefined when the pack has it no longer. */
export async function readRuleVersion(
  { world, book }: { readonly world: World; readonly book: RuleBook },
  id: string,
  version: number,
): Promise<PackRule | undefined> {
  const current = book.find(id)
  if (current?.version === version) return current.rule
  return version === 0 ? book.findInPack(id) : (await findRuleVersion(world.db.query, id, version))?.rule
}
