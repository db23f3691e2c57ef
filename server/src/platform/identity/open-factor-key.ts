import type { World } from "../world/index.ts"
import { FactorKey } from "./factor-key.ts"
import { hasSealedFactor, listPlainFactors, sealFactor } from "./store/credential-store.ts"

/**
 * The key of this city's second factors. Seals what an older version left plain; the database may keep the old row versions until
 * its next vacuum, and a backup made before then holds them as they were.
 */
export async function openFactorKey({ db, dataFolder }: Pick<World, "db" | "dataFolder">): Promise<FactorKey> {
  const key = FactorKey.open(dataFolder, await hasSealedFactor(db.query))
  for (const { account, secret } of await listPlainFactors(db.query))
    await sealFactor(db.query, account, key.seal(account, secret))
  return key
}
