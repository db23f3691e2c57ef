import { type Kysely, sql } from "kysely"
import { type NewEntry, sealBody } from "./entry.ts"

interface FirstEntry {
  readonly module: string
  readonly verb: string
  readonly role: string
  readonly edge: string
  readonly because: string | null
  readonly body: string | null
}

/**
 * Whether a record began with this very entry: the same verb, person, cause, and words. Undefined when the log does not know the
 * record. Of what is kept for ever the log names no person, so there the role has to do; what was forgotten is not the same.
 */
export async function beganWith(db: Kysely<unknown>, entry: NewEntry): Promise<boolean | undefined> {
  const found = await sql<FirstEntry>`
    select h.module, h.verb, h.actor_role_ref as role, h.edge, coalesce(h.cause_ref, s.cause_ref) as because, b.body
    from log.header h
    left join log.sealed_cause s on s.header_id = h.id
    left join log.body b on b.header_id = h.id
    where h.record_ref = ${entry.record}::uuid
    order by h.id
    limit 1`.execute(db)
  const first = found.rows[0]
  if (!first) return undefined
  return (
    first.module === entry.module &&
    first.verb === entry.verb &&
    first.role === entry.actor.role &&
    first.edge === (entry.because?.edge ?? "none") &&
    first.because === (entry.because?.record ?? null) &&
    first.body === sealBody(entry).body
  )
}
