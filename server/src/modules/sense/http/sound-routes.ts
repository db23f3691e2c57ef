import { MuteSound, Problem, SoundMuteList } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { z } from "zod"
import { permit } from "../../../platform/identity/index.ts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { muteSound, unmuteSound } from "../mute-sound.ts"
import { listMutes } from "../store/mute-store.ts"

const refusals = { 401: Problem, 403: Problem }

/** Who does not hear the alarms now. Accounts stay here: others see the role. */
export function soundRoutes(world: World): FastifyPluginAsyncZod {
  const read = async (actor: Actor): Promise<z.infer<typeof SoundMuteList>> => ({
    mutes: (await listMutes(world.db.query, world.clock.now())).map(({ account, role, reason, mutedAt, until }) => ({
      role,
      mine: account === actor.account,
      reason,
      mutedAt: mutedAt.toISOString(),
      until: until.toISOString(),
    })),
  })
  return async (app) => {
    app.get(
      "/sound-mutes",
      { schema: { operationId: "listSoundMutes", response: { 200: SoundMuteList, 401: Problem } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return read(actor)
      },
    )
    app.post(
      "/sound-mutes",
      { schema: { operationId: "muteSound", body: MuteSound, response: { 200: SoundMuteList, 400: Problem, ...refusals } } },
      async ({ actor, body }) => {
        permit(actor, "read-operations")
        await muteSound(world, actor, body)
        return read(actor)
      },
    )
    app.delete(
      "/sound-mutes",
      { schema: { operationId: "unmuteSound", response: { 200: SoundMuteList, 409: Problem, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        await unmuteSound(world, actor)
        return read(actor)
      },
    )
  }
}
