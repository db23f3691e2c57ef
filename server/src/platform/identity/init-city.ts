import type { Bilingual } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { World } from "../world/index.ts"
import { addAccount, type FirstCredentials, newCredentials } from "./create-account.ts"
import { identityErrors } from "./errors.ts"
import { openFactorKey } from "./open-factor-key.ts"
import { putCity, readCity } from "./store/city-store.ts"
import { putCredentials } from "./store/credential-store.ts"

export interface NewCity {
  readonly name: Bilingual
  /** The id of the first account, an engineer, who makes the others. */
  readonly admin: string
  /** Without one a password is made up, and shown once. */
  readonly password?: string | undefined
}

/**
 * Makes a live city in an empty database. Throws `IDENTITY_CITY_EXISTS` when a city or any entry of the log is already there,
 * `IDENTITY_ACCOUNT_INVALID`, and `IDENTITY_PASSWORD_SHORT`.
 */
export async function initCity(world: World, { name, admin, password }: NewCity): Promise<FirstCredentials> {
  await world.log.drain()
  const existing = await readCity(world.db.query)
  if (existing || world.log.position > 0) throw identityErrors.CITY_EXISTS({ city: existing?.name.en ?? world.kind })
  const { first, stored } = await newCredentials(await openFactorKey(world), admin, { name }, password)
  await world.transact(async (tx) => {
    await putCity(tx.db, { kind: "live", name, createdAt: tx.now })
    tx.record({
      module: "identity",
      verb: "init-city",
      record: newId(),
      actor: { role: "system" },
      retention: "permanent",
      body: { name: { ...name } },
    })
    await addAccount(
      tx,
      { role: "system" },
      { id: admin, kind: "live", name: { "zh-CN": admin, en: admin }, role: "engineer", area: null },
    )
    await putCredentials(tx.db, stored)
  })
  return first
}
