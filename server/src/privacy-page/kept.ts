import type { ColumnDeclaration, PrivacyManifest } from "../platform/privacy/index.ts"

type Personal = Exclude<ColumnDeclaration, "none">

/** What is kept for one purpose, under one promise. */
export interface Kept {
  readonly purpose: string
  readonly sensitive: boolean
  readonly readers: readonly string[]
  readonly retention: Personal["retention"]
  /** Fields by table. */
  readonly tables: ReadonlyMap<string, number>
}

/** The manifest as a reader needs it: what is promised alike stands together, in the order of its first column. */
export function groupKept(manifest: PrivacyManifest): Kept[] {
  const groups = new Map<string, Kept & { tables: Map<string, number> }>()
  for (const [table, columns] of Object.entries(manifest)) {
    for (const declared of Object.values(columns)) {
      if (declared === "none") continue
      const { purpose, holds, readers, retention } = declared
      const key = JSON.stringify([purpose, holds, readers.toSorted(), retention])
      const group = groups.get(key) ?? { purpose, sensitive: holds === "sensitive", readers, retention, tables: new Map() }
      group.tables.set(table, (group.tables.get(table) ?? 0) + 1)
      groups.set(key, group)
    }
  }
  return [...groups.values()]
}

/** How much of the manifest holds nothing about a person. */
export function countRest(manifest: PrivacyManifest): { tables: number; columns: number } {
  const counts = Object.values(manifest).map((columns) => Object.values(columns).filter((declared) => declared === "none").length)
  return { tables: counts.filter((count) => count > 0).length, columns: counts.reduce((sum, count) => sum + count, 0) }
}
