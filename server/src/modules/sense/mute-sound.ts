import type { MuteSound } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { senseErrors } from "./errors.ts"
import { endMute, putMute } from "./store/mute-store.ts"

/** Turns the sound of one's own consoles off for some minutes. It is a fact of the city: everybody sees who does not hear. */
export async function muteSound(world: World, actor: Actor, { reason, minutes }: MuteSound): Promise<void> {
  const account = accountOf(actor)
  await world.transact(async (tx) => {
    const id = newId()
    const until = new Date(tx.now.getTime() + minutes * 60_000)
    await putMute(tx.db, { id, account, role: actor.role, reason, mutedAt: tx.now, until })
    tx.record({ module: "sense", verb: "mute-sound", record: id, actor, retention: "staff-action", body: { reason, minutes } })
  })
}

/** Hears again before the minutes are over. Throws `SENSE_NOT_MUTED`. */
export async function unmuteSound(world: World, actor: Actor): Promise<void> {
  const account = accountOf(actor)
  await world.transact(async (tx) => {
    const id = await endMute(tx.db, account, tx.now)
    if (!id) throw senseErrors.NOT_MUTED({})
    tx.record({ module: "sense", verb: "unmute-sound", record: id, actor, retention: "staff-action", body: {} })
  })
}

/** Whose ears are spared is told apart by account. */
function accountOf({ account }: Actor): string {
  if (!account) throw senseErrors.NO_ACCOUNT({})
  return account
}
