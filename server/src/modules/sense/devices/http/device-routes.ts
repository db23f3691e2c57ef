import { Device, DeviceList, DeviceName, DeviceSecret, NewDevice, Problem } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import type { World } from "../../../../platform/world/index.ts"
import { createDevice } from "../create-device.ts"
import type { DeviceDoor } from "../device-door.ts"
import { endDevice } from "../end-device.ts"
import { getDevice, PAGE_MAX, readDevices } from "../read-devices.ts"
import { renewDevice } from "../renew-device.ts"

const Id = z.object({ id: z.uuid() })
const Page = z.object({
  after: DeviceName.optional(),
  limit: z.coerce.number().int().min(1).max(PAGE_MAX).optional(),
  /** The SensorThings id of a Thing: only what is bound to it. */
  thing: z.coerce.number().int().positive().max(2_147_483_647).optional(),
})
const refusals = { 400: Problem, 401: Problem, 403: Problem }

/** With what devices sign in, for engineers. A secret stands in one answer, once; it must not be kept by anything on the way. */
export function deviceRoutes(world: World, door: DeviceDoor): FastifyPluginAsyncZod {
  return async (app) => {
    app.addHook("onSend", async (_request, reply) => void reply.header("cache-control", "no-store"))
    app.get(
      "/devices",
      { schema: { operationId: "listDevices", querystring: Page, response: { 200: DeviceList, ...refusals } } },
      async ({ actor, query }) => {
        permit(actor, "sense.configure")
        return readDevices(world, door, query)
      },
    )
    app.get(
      "/devices/:id",
      { schema: { operationId: "readDevice", params: Id, response: { 200: Device, ...refusals, 404: Problem } } },
      async ({ actor, params }) => {
        permit(actor, "sense.configure")
        return getDevice(world, door, params.id)
      },
    )
    app.post(
      "/devices",
      {
        schema: {
          operationId: "createDevice",
          body: NewDevice,
          response: { 201: DeviceSecret, ...refusals, 404: Problem, 409: Problem },
        },
      },
      async ({ actor, body }, reply) => {
        permit(actor, "sense.configure")
        const { id, secret } = await createDevice(world, actor, body)
        return reply.status(201).send({ device: await getDevice(world, door, id), secret })
      },
    )
    app.post(
      "/devices/:id/secret",
      { schema: { operationId: "renewDevice", params: Id, response: { 200: DeviceSecret, ...refusals, 404: Problem } } },
      async ({ actor, params: { id } }) => {
        permit(actor, "sense.configure")
        const secret = await renewDevice(world, door, actor, id)
        return { device: await getDevice(world, door, id), secret }
      },
    )
    app.delete(
      "/devices/:id",
      { schema: { operationId: "endDevice", params: Id, response: { 204: z.null(), ...refusals, 404: Problem } } },
      async ({ actor, params }, reply) => {
        permit(actor, "sense.configure")
        await endDevice(world, door, actor, params.id)
        return reply.status(204).send(null)
      },
    )
  }
}
