import type { Role, SignalLine } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { People } from "./people.ts"
import type { StoredLine } from "./store/line-store.ts"

/** Who works on signals reads who has one by name; everybody else reads the role. */
const namedTo: readonly Role[] = ["duty-officer", "approver", "leader"]

/** Lines as this reader may see them. */
export async function showLines(people: People, actor: Actor, lines: readonly StoredLine[]): Promise<SignalLine[]> {
  const accounts = namedTo.includes(actor.role as Role) ? lines.flatMap(({ assigned }) => assigned?.account ?? []) : []
  const names = accounts.length > 0 ? await people.names([...new Set(accounts)]) : new Map()
  return lines.map(({ dueAt: _due, clearReason: _reason, assigned, ...line }) => ({
    ...line,
    assigned: assigned && { role: assigned.role, name: (assigned.account !== null && names.get(assigned.account)) || null },
  }))
}
