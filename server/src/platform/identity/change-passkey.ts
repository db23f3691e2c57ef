import type { World } from "../world/index.ts"
import { identityErrors } from "./errors.ts"
import { recordOwn } from "./record-own.ts"
import type { Sessions } from "./sessions.ts"
import { deletePasskey, setPasskeyName } from "./store/passkey-store.ts"
import type { StoredSession } from "./store/session-store.ts"

interface PasskeyDoors {
  readonly world: World
  readonly sessions: Sessions
}

/** Gives one of the person's passkeys a name, such as that of the device. Throws `IDENTITY_PASSKEY_NOT_FOUND`. */
export function renamePasskey(
  { world }: PasskeyDoors,
  session: StoredSession,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<void> {
  return world.transact(async (tx) => {
    if (!(await setPasskeyName(tx.db, { account: session.account, id, name }))) throw identityErrors.PASSKEY_NOT_FOUND({})
    await recordOwn(tx, session, "rename-passkey")
  })
}

/** Takes one of the person's passkeys away; their sessions elsewhere end. Throws `IDENTITY_PASSKEY_NOT_FOUND`. */
export async function removePasskey({ world, sessions }: PasskeyDoors, session: StoredSession, id: string): Promise<void> {
  await world.transact(async (tx) => {
    if (!(await deletePasskey(tx.db, { account: session.account, id }))) throw identityErrors.PASSKEY_NOT_FOUND({})
    await recordOwn(tx, session, "remove-passkey")
  })
  await sessions.endOthers(session)
}
