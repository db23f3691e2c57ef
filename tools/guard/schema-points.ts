import type { GuardFacts } from "./facts.ts"

/** Columns that no manifest declares, and declarations without a column. */
export function undeclaredColumns({ columns, manifest }: Pick<GuardFacts, "columns" | "manifest">): string[] {
  const there = new Set(columns.map(({ table, column }) => `${table}.${column}`))
  const declared = new Set(
    Object.entries(manifest).flatMap(([table, names]) => Object.keys(names).map((name) => `${table}.${name}`)),
  )
  return [
    ...[...there].filter((name) => !declared.has(name)).map((name) => `${name} is not declared`),
    ...[...declared].filter((name) => !there.has(name)).map((name) => `${name} is declared and does not exist`),
  ]
}

/** Declarations about persons whose class is unknown, or never ends. */
export function endlessRetention({ manifest, retentionDays }: Pick<GuardFacts, "manifest" | "retentionDays">): string[] {
  return Object.entries(manifest).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, declared]) => {
      if (declared === "none") return []
      const days = retentionDays[declared.retention]
      if (days === undefined) return [`${table}.${column}: no retention class ${declared.retention}`]
      return days === null || days <= 0 || !Number.isFinite(days) ? [`${table}.${column}: ${declared.retention} never ends`] : []
    }),
  )
}

/** What is kept for ever: references, times, hashes, and closed words of the program. Nothing else has room in it. */
const lastingColumns: Readonly<Record<string, string>> = {
  id: "bigint",
  seq: "bigint",
  at: "timestamp with time zone",
  module: "text",
  verb: "text",
  record_ref: "uuid",
  cause_ref: "uuid",
  edge: "text",
  actor_role_ref: "text",
  commitment: "bytea",
  leaf: "bytea",
  // One of seven words, by a constraint, and a salted hash.
  retention_class: "text",
  cause_commitment: "bytea",
}

export function roomInHeaders({ columns }: Pick<GuardFacts, "columns">): string[] {
  const header = columns.filter(({ table }) => table === "log.header")
  if (header.length === 0) return ["log.header does not exist"]
  return header
    .filter(({ column, type }) => lastingColumns[column] !== type)
    .map(({ column, type }) => `log.header.${column} (${type}) is not one of the lasting columns`)
}

export function brokenYear({ year }: Pick<GuardFacts, "year">): string[] {
  const { overdue, early, erased, logValid } = year
  return [
    ...(overdue > 0 ? [`${overdue} bodies were still there after their time`] : []),
    ...(early > 0 ? [`${early} bodies went before their time`] : []),
    ...(erased === 0 ? ["nothing was erased in a whole year"] : []),
    ...(logValid ? [] : ["the log did not prove whole after the erasures"]),
  ]
}
