import { CompiledQuery, type Transaction } from "kysely"
import type { PoolClient } from "pg"

/** A statement that is sent together with the commit of its transaction. */
class LastStatement {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/**
 * Puts a statement at the end of a transaction, after those put there before: they travel in one message with the commit, so whatever
 * they lock is held for no round trip. When one fails, the transaction fails.
 *
 * @param text whole, because such a message carries no parameters: values go through `escapeLiteral` of the driver
 */
export async function finishWith(tx: Transaction<unknown>, text: string): Promise<void> {
  // Kysely hands the text of a statement on as it is, and gives no other way to the connection of a transaction.
  await tx.executeQuery({ ...CompiledQuery.raw(text), sql: new LastStatement(text) as unknown as string })
}

/** Asks for what was put at the end before the end has come. */
class SendLast {}

/** Sends what `finishWith` put at the end already now: for a transaction that reads it itself. */
export async function sendLast(tx: Transaction<unknown>): Promise<void> {
  await tx.executeQuery({ ...CompiledQuery.raw(""), sql: new SendLast() as unknown as string })
}

interface Answer {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: unknown[]
}

/** A stream that COPY reads, which sends its text itself. */
interface CopyStream {
  text: string
}

/**
 * The connection of the pool as Kysely sees it, with fewer round trips: `begin` waits for the first statement and travels with a COPY,
 * and the last statements travel with the commit. A transaction of last statements alone is one message, and one of nothing is none.
 */
export class TransactionClient {
  readonly #client: PoolClient
  #state: "none" | "asked" | "begun" = "none"
  #beginning: Promise<unknown> | undefined
  #last: string[] = []

  constructor(client: PoolClient) {
    this.#client = client
  }

  async query(text: unknown, values?: unknown[]): Promise<unknown> {
    if (text === "begin") {
      this.#state = "asked"
      return answer("BEGIN")
    }
    if (text === "commit") return this.#commit()
    if (text === "rollback") return this.#rollback()
    if (text instanceof LastStatement) {
      this.#last.push(text.text)
      return answer("SELECT")
    }
    if (text instanceof SendLast) {
      const last = this.#last.splice(0)
      return last.length === 0 ? answer("SELECT") : this.query(last.join(";\n"))
    }
    if (this.#state === "asked" && !this.#beginning && isCopy(text)) {
      text.text = `begin;\n${text.text}`
      this.#state = "begun"
    }
    if (this.#state === "asked") {
      // Two that are sent at once both wait for it.
      this.#beginning ??= this.#client.query("begin").then(() => {
        this.#state = "begun"
      })
      await this.#beginning
    }
    // It may be a stream for COPY, which is given back before it has ended.
    return this.#client.query(text as string, values)
  }

  async #commit(): Promise<Answer> {
    const parts = [...(this.#state === "asked" ? ["begin"] : []), ...this.#last, "commit"]
    const isNothing = this.#state === "asked" && this.#last.length === 0
    // From here on only the server knows whether there is a transaction, and a rollback is never wrong.
    this.#state = "begun"
    this.#last = []
    if (isNothing) return answer("COMMIT")
    const found = (await this.#client.query(parts.join(";\n"))) as Answer | Answer[]
    return Array.isArray(found) ? found.at(-1)! : found
  }

  async #rollback(): Promise<unknown> {
    const isNothing = this.#state === "asked" && !this.#beginning
    this.#last = []
    return isNothing ? answer("ROLLBACK") : this.#client.query("rollback")
  }

  release(error?: Error | boolean): void {
    this.#client.release(error)
  }
}

function isCopy(statement: unknown): statement is CopyStream {
  return typeof statement === "object" && statement !== null && "text" in statement && "submit" in statement
}

function answer(command: string): Answer {
  return { command, rowCount: null, rows: [] }
}
