import type { DeviceHealth, InstalledDevice, InstalledDeviceDetail, InstalledDevicePage } from "@holdfast/contracts"
import { deviceHealths } from "@holdfast/contracts"
import type { Catalogue, Datastream, Thing } from "../domain/catalogue.ts"
import { senseErrors } from "../errors.ts"
import { healthOf, isHeartbeat } from "./domain/device-health.ts"
import type { Installing } from "./installing.ts"
import { listInstruments } from "./store/device-store.ts"

export interface DeviceQuestion {
  /** Part of a key, a name, or the name of a place. */
  readonly text: string
  readonly health?: DeviceHealth | undefined
  readonly limit: number
}

/** Devices by key, as they are now; all from memory. */
export function findDevices(installing: Installing, { text, health, limit }: DeviceQuestion): InstalledDevicePage {
  const asked = text.trim().toLowerCase()
  const found = describe(installing).filter(
    ({ key, name, area }) =>
      asked === "" ||
      [key, name["zh-CN"], name.en, area?.name["zh-CN"], area?.name.en].some((part) => part?.toLowerCase().includes(asked)),
  )
  const counts = Object.fromEntries(deviceHealths.map((one) => [one, found.filter((device) => device.health === one).length]))
  const shown = health === undefined ? found : found.filter((device) => device.health === health)
  return {
    devices: shown.toSorted((a, b) => (a.key < b.key ? -1 : 1)).slice(0, limit),
    found: shown.length,
    counts: counts as InstalledDevicePage["counts"],
  }
}

/** One device with what it sends and the instruments behind it. Throws `SENSE_DEVICE_NOT_FOUND`. */
export async function readDevice(installing: Installing, key: string): Promise<InstalledDeviceDetail> {
  const { world, catalogue, ingest } = installing
  const thing = getThing(catalogue(), key)
  const device = describe(installing, thing)[0]!
  const instruments = await listInstruments(world.db.query, thing.number)
  return {
    ...device,
    series: [...catalogue().datastreams.values()]
      .filter((series) => series.thing.number === thing.number)
      .map(({ number, key: datastream, property }) => {
        const newest = ingest.newest(number)
        return {
          datastream,
          property: property.name,
          unit: property.unit,
          isTruth: property.result === "boolean",
          value: newest?.value ?? null,
          at: newest ? new Date(newest.atMs).toISOString() : null,
        }
      }),
    instruments: instruments.map(({ name, serial, since, until }) => ({
      ...{ name, serial },
      since: since?.toISOString() ?? null,
      until: until?.toISOString() ?? null,
    })),
  }
}

/** Throws `SENSE_DEVICE_NOT_FOUND`. */
export function getThing({ things }: Catalogue, key: string): Thing {
  for (const thing of things.values()) if (thing.key === key) return thing
  throw senseErrors.DEVICE_NOT_FOUND({ key })
}

function describe({ world, catalogue, ingest }: Installing, only?: Thing): InstalledDevice[] {
  const { things, locations, datastreams } = catalogue()
  const now = world.clock.now()
  const at = new Map([...locations.values()].map((location) => [location.thing.number, location.at]))
  const series = new Map<number, Datastream[]>()
  for (const datastream of datastreams.values()) {
    const found = series.get(datastream.thing.number)
    if (found) found.push(datastream)
    else series.set(datastream.thing.number, [datastream])
  }
  return (only ? [only] : [...things.values()]).map(({ number, key, kind, name, area }) => {
    const own = series.get(number) ?? []
    const times = own.flatMap((datastream) => ingest.newest(datastream.number)?.atMs ?? [])
    const lastAtMs = times.length > 0 ? Math.max(...times) : undefined
    const heartbeat = own.some(({ property }) => isHeartbeat(property.id))
    const onAlarm = own.length > 0 && !heartbeat && own.every(({ property }) => property.result === "boolean")
    return {
      ...{ key, number, kind, name },
      at: at.get(number) ?? null,
      area: area ?? null,
      health: healthOf({ lastAtMs, onAlarm, heartbeat }, now),
      lastAt: lastAtMs === undefined ? null : new Date(lastAtMs).toISOString(),
    }
  })
}
