import type { Kysely } from "kysely"
import type { Cause } from "../log/index.ts"
import { sealedModules } from "./sealed.ts"
import { findModule } from "./store.ts"

/**
 * The edge that a new record gets when a person says which record it is about: sealed when that is a resident's report, so that
 * nobody comes from the consequence back to who reported; otherwise open. Every verb that takes a cause from outside asks here.
 */
export async function causeFor(db: Kysely<unknown>, record: string): Promise<Cause> {
  const module = await findModule(db, record)
  return { edge: module !== undefined && sealedModules.includes(module) ? "sealed" : "open", record }
}
