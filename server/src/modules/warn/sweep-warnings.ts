import { advance } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { overtakeLiftings } from "./overtake-liftings.ts"
import { lockExpired, lockSending, updateWarning } from "./store/warning-store.ts"

/** Ends what has run out. Receivers know from the message itself, so nothing further goes out. */
export function sweepWarnings({ world }: Pick<WarnContext, "world">, now: Date): Promise<void> {
  return world.react(async (tx) => {
    await lockSending(tx.db)
    for (const warning of await lockExpired(tx.db, now)) {
      await updateWarning(tx.db, { ...warning, state: advance(warning, "expire"), endedAt: warning.expires })
      await overtakeLiftings(tx, { role: "system" }, warning, "expired")
      tx.record({
        module: "warn",
        verb: "expire",
        record: warning.id,
        actor: { role: "system" },
        retention: "public-warning",
        body: { code: warning.code },
      })
    }
  })
}
