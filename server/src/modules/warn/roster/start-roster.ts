import { SealKey } from "../../../platform/seal/index.ts"
import type { CityModule } from "../../../platform/world/index.ts"
import type { ChannelPlugIn } from "../channels/index.ts"
import { answerCall } from "./answer-call.ts"
import type { RosterContext } from "./context.ts"
import { followWarnings } from "./follow-warnings.ts"
import { forgetRoster } from "./forget-roster.ts"
import { answerPages } from "./http/answer-pages.ts"
import { doorList } from "./http/door-list.ts"
import { rosterRoutes } from "./http/roster-routes.ts"
import { ringCalls } from "./ring-calls.ts"
import { findRung } from "./store/call-store.ts"

export interface Roster {
  readonly routes: CityModule["routes"]
  /** Rings whoever is due. */
  sweep(now: Date): Promise<void>
  /** Gives how many rows it forgot. */
  forget(now: Date): Promise<number>
  /** Resolves when the log is read up to here, and nobody is being rung. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts the roster: who is responsible where, and the calls about warnings until somebody of each post answers. Without channels, as
 * in a drill, the posts are listed and ticked by hand, and nobody is rung.
 */
export async function startRoster(
  options: Omit<RosterContext, "key"> & { readonly listSites: Parameters<typeof doorList>[1] },
): Promise<Roster> {
  const { world, channels, onError } = options
  const context: RosterContext = { ...options, key: new SealKey(world.dataFolder, "roster.key") }
  const following = await followWarnings(context)
  const heard = new WeakSet<ChannelPlugIn>()
  /** Telephones whose key was pressed tell by receipt; those of other channels say only that something arrived. */
  const listen = () => {
    for (const { channel, plugIn } of channels?.ways() ?? []) {
      if (plugIn.kind !== "call" || heard.has(plugIn)) continue
      heard.add(plugIn)
      plugIn.onReceipt?.(async (receipt, outcome) => {
        if (outcome !== "delivered") return
        const rung = await findRung(world.db.query, { receipt: `${channel}:${receipt}` })
        if (rung) await answerCall(context, rung.id, { by: "key" })
      })
    }
  }
  listen()
  let ringing: Promise<void> = Promise.resolve()
  return {
    routes: [
      { prefix: "/api", plugin: rosterRoutes(context) },
      { prefix: "", plugin: answerPages(context) },
      { prefix: "", plugin: doorList(context, options.listSites) },
    ],
    sweep: (now) => {
      listen()
      // A slow gateway holds up neither the sweep of the city nor a second round of its own.
      ringing = ringing.then(() => ringCalls(context, now)).catch(onError)
      return Promise.resolve()
    },
    forget: (now) => forgetRoster(world, now),
    settled: async () => {
      await following.caughtUp()
      await ringing
    },
    stop: async () => {
      await following.stop()
      await ringing
    },
  }
}
