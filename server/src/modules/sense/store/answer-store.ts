import { type Kysely, sql, type Transaction } from "kysely"

/** Answers that are kept of one writer; the oldest go. A gauge that sends each minute needs 1,440 for a day. */
const ANSWERS_OF_WRITER_MAX = 10_000

/** Who sent what under which key. */
export interface KeyedRequest {
  readonly writer: string
  /** SHA-256 of writer and key. */
  readonly keyHash: Buffer
  /** SHA-256 of the request: another one must not come under the same key. */
  readonly requestHash: Buffer
}

/** What a part of a request was answered, as text that only whoever wrote it understands. */
export interface NewAnswer extends KeyedRequest {
  readonly part: number
  readonly answers: string
}

interface Row {
  part: number
  request_hash: Buffer
  answers: string
}

/** What was answered under a key after `since`, part by part. */
export async function findAnswers(
  db: Kysely<unknown>,
  { keyHash }: Pick<KeyedRequest, "keyHash">,
  since: Date,
): Promise<Pick<NewAnswer, "part" | "requestHash" | "answers">[]> {
  const { rows } = await sql<Row>`
    select part, request_hash, answers
    from sense.kept_answer
    where key_hash = ${keyHash} and kept_at > ${since}
    order by number`.execute(db)
  return rows.map(({ request_hash, ...row }) => ({ ...row, requestHash: request_hash }))
}

/**
 * Keeps answers in the transaction of what they stand for, in one statement, and gives up the oldest of a writer who has too many.
 * Two transactions at once for one writer would choose the same number, and the second fails.
 */
export async function keepAnswers(tx: Transaction<unknown>, answers: readonly NewAnswer[], now: Date): Promise<void> {
  if (answers.length === 0) return
  await sql`
    with given as (
      select given.*, row_number() over (partition by writer order by place) as rank
      from unnest(
        ${answers.map(({ writer }) => writer)}::text[],
        ${answers.map(({ keyHash }) => keyHash)}::bytea[],
        ${answers.map(({ part }) => part)}::int[],
        ${answers.map(({ requestHash }) => requestHash)}::bytea[],
        ${answers.map((answer) => answer.answers)}::text[]
      ) with ordinality as given (writer, key_hash, part, request_hash, answers, place)
    ), numbered as (
      select given.*, rank + coalesce(
        (select max(kept.number) from sense.kept_answer as kept where kept.writer = given.writer), 0) as number
      from given
    ), gone as (
      delete from sense.kept_answer as kept
      using (select writer, max(number) as newest from numbered group by writer) as last
      where kept.writer = last.writer and kept.number <= last.newest - ${ANSWERS_OF_WRITER_MAX}::int
    )
    insert into sense.kept_answer (writer, number, key_hash, part, request_hash, answers, kept_at)
    select writer, number, key_hash, part, request_hash, answers, ${now} from numbered`.execute(tx)
}

/** Gives how many went. */
export async function dropAnswersUntil(tx: Transaction<unknown>, limit: Date): Promise<number> {
  const { numAffectedRows } = await sql`delete from sense.kept_answer where kept_at <= ${limit}`.execute(tx)
  return Number(numAffectedRows ?? 0)
}
