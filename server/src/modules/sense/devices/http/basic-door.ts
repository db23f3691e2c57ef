import { AppError } from "@holdfast/kernel"
import type { FastifyInstance } from "fastify"
import { type Action, callerOf, mayAct, permit } from "../../../../platform/identity/index.ts"
import type { WorldKind } from "../../../../platform/world/index.ts"
import { senseErrors } from "../../errors.ts"
import { ObservationBody } from "../../sensorthings/observation-body.ts"
import type { DeviceDoor } from "../device-door.ts"
import { type Device, type DeviceRight, hasRight } from "../domain/device.ts"

declare module "fastify" {
  interface FastifyRequest {
    /** The device that signed in with this request. */
    device: Device | undefined
  }
}

interface Asking {
  readonly actor: Parameters<typeof permit>[0]
  readonly device: Device | undefined
}

export interface BasicDoorOptions {
  readonly door: DeviceDoor
  /** Whether reading needs a device's right or somebody of the staff. */
  readonly isReadingClosed: boolean
}

/** Takes HTTP Basic (RFC 7617) on all routes of a plugin: the name and secret of a device. A wrong one is 401, whatever was asked. */
export function takeBasic(app: FastifyInstance, { door, isReadingClosed }: BasicDoorOptions): void {
  app.decorateRequest("device", undefined)
  app.addHook("onRequest", async (request) => {
    const given = readBasic(request.headers.authorization)
    if (given) {
      request.device = await door.find(given.name, given.secret, callerOf(request))
      if (!request.device) throw senseErrors.DEVICE_SIGN_IN({})
    }
    if (isReadingClosed && (request.method === "GET" || request.method === "HEAD")) permitRead(request)
  })
  app.addHook("onError", async ({ device }, _reply, error) => {
    // Who looks after it reads why; what is our fault says nothing about the device.
    if (device && error instanceof AppError && error.kind !== "unavailable") door.refuse(device.id, error.code)
  })
  app.addHook("onSend", async (_request, reply) => {
    if (reply.statusCode === 401) void reply.header("www-authenticate", 'Basic realm="sensorthings", charset="UTF-8"')
  })
}

/** Lets through who may send measurements: a device, an engineer, and in the demo anybody. */
export function permitWrite(asking: Asking, world: WorldKind): void {
  if (asking.device) requireRight(asking.device, "write")
  else if (world !== "demo") permitStaff(asking, "sense.configure")
}

/**
 * As `permitWrite`, for a measurement that brings more than its own numbers: a device that is not bound may name a feature that is
 * there. What makes other entities along the way needs the right to configure.
 */
export function permitMeasured(asking: Asking, world: WorldKind, body: unknown): void {
  const { device } = asking
  if (!device) return permitWrite(asking, world)
  requireRight(device, device.thing === undefined && ObservationBody.safeParse(body).success ? "write" : "configure")
}

/** Lets through who may change what is measured. */
export function permitConfigure(asking: Asking): void {
  if (asking.device) requireRight(asking.device, "configure")
  else permitStaff(asking, "sense.configure")
}

/** Lets through who may read where reading is closed: staff, and devices with the right. */
export function permitRead(asking: Asking): void {
  if (asking.device) requireRight(asking.device, "read")
  else if (!mayAct(asking.actor, "read-operations")) permitStaff(asking, "read-operations")
}

function permitStaff({ actor }: Asking, action: Action): void {
  if (!actor) throw senseErrors.DEVICE_SIGN_IN({})
  permit(actor, action)
}

function requireRight(device: Device, right: DeviceRight): void {
  if (!hasRight(device, right)) throw senseErrors.DEVICE_NOT_PERMITTED({ device: device.name, right })
}

function readBasic(header: string | undefined): { name: string; secret: string } | undefined {
  const [, encoded] = /^Basic ([A-Za-z0-9+/=]{4,400})$/i.exec(header ?? "") ?? []
  if (!encoded) return undefined
  const text = Buffer.from(encoded, "base64").toString("utf8")
  const colon = text.indexOf(":")
  return colon < 0 ? { name: text, secret: "" } : { name: text.slice(0, colon), secret: text.slice(colon + 1) }
}
