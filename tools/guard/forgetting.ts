import type { Rows } from "./dump.ts"
import type { GuardFacts } from "./facts.ts"
import type { KeptColumn, NightFacts } from "./night-facts.ts"

export type ManifestFacts = Pick<GuardFacts, "manifest" | "retentionDays">

const DAY_MS = 86_400_000
/** Shorter values, such as a role or a step, stand in many answers without being about anybody. */
const TELLING_LENGTH = 6
/**
 * Kept as long as somebody works here, or until they sign out: they end with the account and not with a date. The log's bodies have
 * a class each and a point of their own.
 */
const endsOtherwise = (table: string) => table.startsWith("identity.") || table === "log.body"

interface PersonalColumn {
  readonly table: string
  readonly column: string
  readonly days: number
}

function personalColumns({ manifest, retentionDays }: ManifestFacts): PersonalColumn[] {
  return Object.entries(manifest).flatMap(([table, columns]) =>
    Object.entries(columns).flatMap(([column, declared]) =>
      declared === "none" ? [] : [{ table, column, days: retentionDays[declared.retention] ?? Number.POSITIVE_INFINITY }],
    ),
  )
}

/** The texts about people that a city holds, by column. */
export async function readPersonal(rows: Rows, given: ManifestFacts): Promise<NightFacts["personal"]> {
  const found: { column: string; value: string }[] = []
  for (const { table, column } of personalColumns(given)) {
    const values = await rows<{ value: string }>(
      `select distinct ${column}::text as value from ${table} where length(${column}::text) >= ${TELLING_LENGTH}`,
    )
    found.push(...values.map(({ value }) => ({ column: `${table}.${column}`, value })))
  }
  return found
}

/** Forgets as on the day after each period has passed, and counts what is still there. */
export async function checkForgetting(
  given: ManifestFacts & { readonly rows: Rows; readonly start: number; readonly forget: (now: string) => Promise<unknown> },
): Promise<KeptColumn[]> {
  const { rows, start, forget } = given
  const columns = personalColumns(given).filter(({ table, days }) => !endsOtherwise(table) && Number.isFinite(days))
  const count = async ({ table, column }: PersonalColumn) => {
    const [found] = await rows<{ count: number }>(`select count(${column}) as count from ${table}`)
    return Number(found!.count)
  }
  const before = new Map<PersonalColumn, number>()
  for (const column of columns) before.set(column, await count(column))
  const kept: KeptColumn[] = []
  // On the day after, what was in force that night has ended, and its periods begin.
  await forget(new Date(start + DAY_MS).toISOString())
  for (const [days, due] of [...Map.groupBy(columns, (column) => column.days)].toSorted(([a], [b]) => a - b)) {
    // A night is shorter than a day, and a period that is counted in years may have a day more.
    await forget(new Date(start + (days + 3) * DAY_MS).toISOString())
    for (const column of due)
      kept.push({ column: `${column.table}.${column.column}`, days, before: before.get(column)!, left: await count(column) })
  }
  return kept
}
