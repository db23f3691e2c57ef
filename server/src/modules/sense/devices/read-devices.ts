import type { Device } from "@holdfast/contracts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { DeviceDoor } from "./device-door.ts"
import { type ListedDevice, listDevices } from "./store/device-store.ts"

export const PAGE_MAX = 1_000

/** A page of credentials by name, with those that ended; of one Thing, or all. */
export async function readDevices(
  world: World,
  door: DeviceDoor,
  {
    after,
    thing,
    limit = PAGE_MAX,
  }: { readonly after?: string | undefined; readonly thing?: number | undefined; readonly limit?: number | undefined },
): Promise<{ devices: Device[]; next: string | null }> {
  const found = await listDevices(world.db.query, { after: after ?? "", thing, limit: limit + 1 })
  const devices = found.slice(0, limit).map((row) => shown(door, row))
  return { devices, next: found.length > limit ? devices.at(-1)!.name : null }
}

/** Throws `SENSE_CREDENTIAL_NOT_FOUND`. */
export async function getDevice(world: World, door: DeviceDoor, id: string): Promise<Device> {
  const [row] = await listDevices(world.db.query, { id, limit: 1 })
  if (!row) throw senseErrors.CREDENTIAL_NOT_FOUND({ device: id })
  return shown(door, row)
}

function shown(door: DeviceDoor, { id, name, rights, thing, thingName, createdAt, endedAt, heardAt }: ListedDevice): Device {
  const heardMs = Math.max(door.heardAt(id) ?? 0, heardAt?.getTime() ?? 0)
  const refused = door.refusedOf(id)
  return {
    ...{ id, name, rights: [...rights] },
    thing: thing === undefined || !thingName ? null : { id: thing, name: thingName },
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    heardAt: heardMs === 0 ? null : new Date(heardMs).toISOString(),
    refused: refused ? { count: refused.count, code: refused.code, at: new Date(refused.atMs).toISOString() } : null,
  }
}
