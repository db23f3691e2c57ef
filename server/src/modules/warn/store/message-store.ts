import type { Generated, Kysely, Transaction } from "kysely"

/** A CAP message as it went out. */
export interface CapMessage {
  readonly identifier: string
  readonly warning: string
  readonly msgType: "Alert" | "Update" | "Cancel"
  readonly sentAt: Date
  readonly sender: string
  readonly xml: string
}
export type MessageTables = {
  "warn.message": {
    number: Generated<number>
    identifier: string
    warning: string
    msg_type: CapMessage["msgType"]
    sent_at: Date
    sender: string
    xml: string
  }
}

export async function insertMessage(tx: Transaction<unknown>, message: CapMessage): Promise<void> {
  const { identifier, warning, msgType, sentAt, sender, xml } = message
  await tx
    .withTables<MessageTables>()
    .insertInto("warn.message")
    .values({ identifier, warning, msg_type: msgType, sent_at: sentAt, sender, xml })
    .execute()
}

export async function findMessage(db: Kysely<unknown>, identifier: string): Promise<CapMessage | undefined> {
  return select(db).where("identifier", "=", identifier).executeTakeFirst()
}

/** Newest first. */
export async function listMessages(db: Kysely<unknown>, limit: number): Promise<CapMessage[]> {
  return select(db).orderBy("number", "desc").limit(limit).execute()
}

/** Every message of these warnings, in the order in which they went out: what a new message of the chain refers to. */
export async function listMessagesOf(db: Kysely<unknown>, warnings: readonly string[]): Promise<CapMessage[]> {
  if (warnings.length === 0) return []
  return select(db)
    .where("warning", "in", [...warnings])
    .orderBy("number")
    .execute()
}

function select(db: Kysely<unknown>) {
  return db
    .withTables<MessageTables>()
    .selectFrom("warn.message")
    .select(["identifier", "warning", "msg_type as msgType", "sent_at as sentAt", "sender", "xml"])
}
