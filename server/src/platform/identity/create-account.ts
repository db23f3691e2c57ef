import type { Bilingual, Role } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Transaction } from "kysely"
import type { Actor } from "../log/index.ts"
import type { World, WorldTransaction } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import type { FactorKey } from "./factor-key.ts"
import { generatePassword, hashPassword } from "./password.ts"
import { permitOver } from "./policy.ts"
import { newRecoveryCodes, newTotpSecret } from "./second-factor.ts"
import { type Account, putAccount } from "./store/account-store.ts"
import { type City, type CityKind, readCity } from "./store/city-store.ts"
import { type NewCredentials, putCredentials } from "./store/credential-store.ts"

const ACCOUNT_ID = /^[a-z][a-z0-9-]{1,31}$/

export interface NewAccount {
  readonly id: string
  readonly kind: CityKind
  readonly name: Bilingual
  readonly role: Role
  readonly area: string | null
}

/** What a new account signs in with. Shown once; only hashes are kept of the password and the recovery codes. */
export interface FirstCredentials {
  readonly account: string
  readonly password: string
  readonly totpUri: string
  readonly recoveryCodes: readonly string[]
}

/**
 * Makes an account that signs in with password and code. Throws as `addAccount`, and `IDENTITY_NOT_PERMITTED` for an area beyond the
 * actor's own.
 */
export async function createAccount(
  { world, factorKey }: { readonly world: World; readonly factorKey: FactorKey },
  actor: Actor,
  account: NewAccount,
): Promise<FirstCredentials> {
  permitOver(actor, "identity.manage-accounts", account.area)
  const city = (await readCity(world.db.query))!
  const { first, stored } = await newCredentials(factorKey, account.id, city)
  await world.transact(async (tx) => {
    await addAccount(tx, actor, account)
    await putCredentials(tx.db, stored)
  })
  return first
}

/** Credentials for one account. The slow hashes are made here, before any transaction. */
export async function newCredentials(
  factorKey: FactorKey,
  account: string,
  city: Pick<City, "name">,
  password = generatePassword(),
): Promise<{ first: FirstCredentials; stored: NewCredentials }> {
  const totp = newTotpSecret(account, city.name.en)
  const [passwordHash, recovery] = await Promise.all([hashPassword(password), newRecoveryCodes(account)])
  return {
    first: { account, password, totpUri: totp.uri, recoveryCodes: recovery.codes },
    stored: { account, passwordHash, totpSealed: factorKey.seal(account, totp.secret), recoveryHashes: recovery.hashes },
  }
}

/**
 * Puts an account into the city of this transaction. Throws `IDENTITY_ACCOUNT_INVALID`, `IDENTITY_ACCOUNT_EXISTS`, and
 * `IDENTITY_KIND_MISMATCH` for a demo account in a live city; the database refuses the same by itself.
 */
export async function addAccount(
  tx: WorldTransaction,
  actor: Actor,
  { id, kind, name, role, area }: NewAccount,
): Promise<Account> {
  if (!ACCOUNT_ID.test(id)) throw identityErrors.ACCOUNT_INVALID({ account: id })
  await requireKind(tx.db, kind)
  const account: Account = { id, record: newId(), kind, name, role, area }
  if (!(await putAccount(tx.db, account, tx.now))) throw identityErrors.ACCOUNT_EXISTS({ account: id })
  tx.record({
    module: "identity",
    verb: "create-account",
    record: account.record,
    actor,
    retention: "staff-action",
    body: { account: id, role, area },
  })
  return account
}

async function requireKind(tx: Transaction<unknown>, kind: CityKind): Promise<void> {
  const city = await readCity(tx)
  if (city?.kind !== kind) throw identityErrors.KIND_MISMATCH({ kind, city: city?.kind ?? "none" })
}
