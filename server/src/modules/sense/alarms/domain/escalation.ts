import type { Level } from "@holdfast/contracts"

const MINUTE_MS = 60_000
/** How long a signal waits for somebody before the next role is called. */
export const escalateAfterMin: Readonly<Record<Level, number>> = { red: 3, orange: 5, yellow: 15, blue: 30 }
/** Who is called when nobody on duty acknowledges, one after the other. */
const line = ["approver", "leader"] as const
export type CalledRole = (typeof line)[number]

/** When the next role is called for a signal that asks at `from`. */
export function escalatesAt(level: Level, from: Date): Date {
  return new Date(from.getTime() + escalateAfterMin[level] * MINUTE_MS)
}

/** Who is called next, and when the one after; undefined when the whole line was called. */
export function escalate(
  { level, escalatedTo }: { readonly level: Level; readonly escalatedTo: string | null },
  now: Date,
): { readonly role: CalledRole; readonly dueAt: Date | null } | undefined {
  const step = line.findIndex((role) => role === escalatedTo) + 1
  const role = line[step]
  return role && { role, dueAt: step + 1 < line.length ? escalatesAt(level, now) : null }
}
