import type { Responsible } from "@holdfast/contracts"
import { z } from "zod"
import type { SealKey } from "../../../platform/seal/index.ts"
import type { Contact, StoredPerson } from "./domain/person.ts"

const SealedContact = z.object({ name: z.string(), phone: z.string(), email: z.string() })
const ownerOf = (id: string) => `roster ${id}`

/** @param anySealed whether anybody stands in the roster already */
export function sealContact(key: SealKey, id: string, contact: Contact, anySealed: boolean): Buffer {
  return key.seal(ownerOf(id), JSON.stringify(contact), anySealed)
}

/** Throws `PLATFORM_SEAL_KEY_MISSING`. */
export function openContact(key: SealKey, { id, sealed }: Pick<StoredPerson, "id" | "sealed">): Contact {
  return SealedContact.parse(JSON.parse(key.open(ownerOf(id), sealed)))
}

/** Somebody of the roster, for those who keep it. */
export function showPerson(key: SealKey, person: StoredPerson): Responsible {
  const { id, area, post, fromLevel, place, language, changedAt } = person
  return { id, area, post, fromLevel, place, language, ...openContact(key, person), changedAt: changedAt.toISOString() }
}
