import type { OutsideOriginal, OutsideProblem, OutsideSignature } from "@holdfast/contracts"
import { type Kysely, sql, type Transaction } from "kysely"

export interface StoredOriginal {
  readonly alert: string
  readonly content: Uint8Array
  readonly hash: Uint8Array
  readonly signature: OutsideSignature
  readonly problems: readonly OutsideProblem[]
}

export async function putOriginal(
  tx: Transaction<unknown>,
  { alert, content, hash, signature, problems }: StoredOriginal,
): Promise<void> {
  const { verdict, signer, reason, keyHash } = signature
  await sql`
    insert into sense.outside_original (alert_id, content, hash, signature, signer, reason, key_hash, problems)
    values (${alert}, ${Buffer.from(content)}, ${Buffer.from(hash)}, ${verdict}, ${signer}, ${reason}, ${keyHash},
      ${JSON.stringify(problems)}::jsonb)`.execute(tx)
}

interface Row {
  id: string
  bytes: number
  sha256: string
  signature: OutsideSignature["verdict"]
  signer: string | null
  reason: string | null
  keyHash: string | null
  problems: OutsideProblem[]
}

/** What is told of the originals of these alerts; those without one are left out. */
export async function listOriginals(db: Kysely<unknown>, alerts: readonly string[]): Promise<Map<string, OutsideOriginal>> {
  const { rows } = await sql<Row>`
    select alert_id as id, length(content) as bytes, encode(hash, 'hex') as sha256, signature, signer, reason, key_hash as "keyHash", problems
    from sense.outside_original where alert_id = any(${alerts}::uuid[])`.execute(db)
  return new Map(
    rows.map(({ id, bytes, sha256, signature: verdict, signer, reason, keyHash, problems }) => [
      id,
      { bytes, sha256, signature: { verdict, signer, reason, keyHash }, problems },
    ]),
  )
}

/** The octets as they came; of those alone that are passed on, when `isPublic`. */
export async function findOctets(
  db: Kysely<unknown>,
  alert: string,
  { isPublic }: { readonly isPublic: boolean },
): Promise<Uint8Array | undefined> {
  const { rows } = await sql<{ content: Uint8Array }>`
    select content from sense.outside_original
    join sense.outside_alert on outside_alert.id = alert_id
    where alert_id = ${alert} and (is_public or not ${isPublic}::boolean)`.execute(db)
  return rows[0]?.content
}
