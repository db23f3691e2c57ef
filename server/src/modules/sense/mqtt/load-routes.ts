import { MqttLoad, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { permit } from "../../../platform/identity/index.ts"
import type { MqttSide } from "./mqtt-side.ts"

/** How hard the devices press, for those on duty. */
export function loadRoutes(mqtt: Pick<MqttSide, "load">): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/mqtt-load",
      { schema: { operationId: "readMqttLoad", response: { 200: MqttLoad, 401: Problem, 403: Problem } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        const load = mqtt.load()
        return load ? { connections: load.connections, held: load.held, ended: load.ended } : null
      },
    )
  }
}
