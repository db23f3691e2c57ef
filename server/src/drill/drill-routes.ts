import { DrillClock, Problem, SetDrillSpeed } from "@holdfast/contracts"
import type { SimulatedClock } from "@holdfast/kernel"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { platformErrors } from "../platform/errors.ts"
import { permit } from "../platform/identity/index.ts"
import type { DrillSchedule } from "./schedule.ts"

export interface DrillState {
  readonly name: DrillClock["name"]
  readonly clock: SimulatedClock
  readonly schedule: DrillSchedule
  /** What the real city has told this drill; null while nothing real needs its people. */
  realEvent: DrillClock["realEvent"]
}

/** The drill bar's own door: reads the clock, changes its speed. It exists only in a drill; elsewhere it answers 404. */
export function drillRoutes(state: DrillState | undefined): FastifyPluginAsyncZod {
  const read = (drill: DrillState): DrillClock => ({
    at: drill.schedule.now().toISOString(),
    speed: drill.clock.speed,
    name: drill.name,
    finished: drill.schedule.waiting === 0,
    realEvent: drill.realEvent,
  })
  return async (app) => {
    app.get("/drill", { schema: { operationId: "readDrill", response: { 200: DrillClock, 404: Problem } } }, async () => {
      if (!state) throw platformErrors.ROUTE_NOT_FOUND({ path: "/api/drill" })
      return read(state)
    })
    app.post(
      "/drill/speed",
      {
        schema: { operationId: "setDrillSpeed", body: SetDrillSpeed, response: { 200: DrillClock, 401: Problem, 404: Problem } },
      },
      async (request) => {
        if (!state) throw platformErrors.ROUTE_NOT_FOUND({ path: "/api/drill/speed" })
        permit(request.actor, "read-operations")
        state.schedule.setSpeed(request.body.speed)
        return read(state)
      },
    )
  }
}
