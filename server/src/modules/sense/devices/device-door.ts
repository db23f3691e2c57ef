import { type Clock, systemClock } from "@holdfast/kernel"
import { AttemptLimit } from "../../../platform/identity/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import type { Device } from "./domain/device.ts"
import { isSecret } from "./secret.ts"
import { findDevice, type StoredDevice, storeHeard } from "./store/device-store.ts"

/** Credentials that are kept in memory after they were asked for; the oldest goes. A row is some hundred bytes. */
const REMEMBERED_MAX = 50_000
/** How often "last heard" goes to the database. */
const HEARD_EVERY_MS = 60_000

/** A device that was renewed or ended, and does not know it yet, shows in the list by this. */
const WRONG_SECRET = "SENSE_DEVICE_SIGN_IN"

export interface Refused {
  readonly count: number
  readonly code: string
  readonly atMs: number
}

/**
 * Where devices sign in, over HTTP with every request and over MQTT once. What was found is remembered, and forgotten the moment a
 * credential ends or is renewed. Wrong secrets are counted by name and address together: who knows only a gauge's name cannot lock
 * the gauge out, and a device with the right secret that is known here is never counted against.
 */
export class DeviceDoor {
  readonly #world: World
  readonly #attempts: AttemptLimit
  readonly #known = new Map<string, StoredDevice>()
  readonly #heard = new Map<string, number>()
  readonly #toStore = new Map<string, number>()
  readonly #refused = new Map<string, Refused>()
  readonly #onShut = new Set<(device: string) => void>()
  #storedAtMs = Number.NEGATIVE_INFINITY
  /** Grows when something is forgotten, so that what was asked before is not remembered after. */
  #version = 0

  constructor(world: World, wall: Clock = systemClock) {
    this.#world = world
    this.#attempts = new AttemptLimit(wall, senseErrors.DEVICE_ATTEMPTS)
  }

  /** The device with this name and secret; undefined when there is none. Throws `SENSE_DEVICE_ATTEMPTS` past the limit. */
  async find(name: string, secret: string, address: string): Promise<Device | undefined> {
    const known = this.#known.get(name)
    if (known && isSecret(secret, known.secretHash)) return this.#let(known)
    const who = [`${name} ${address}`, { ip: address }] as const
    this.#attempts.check(...who)
    const version = this.#version
    const found = known ?? (await findDevice(this.#world.db.query, name))
    if (!found || found.endedAt !== null || !isSecret(secret, found.secretHash)) {
      this.#attempts.failed(...who)
      if (found) this.refuse(found.id, WRONG_SECRET)
      return undefined
    }
    // One that ended while it was asked for must not come in.
    if (version !== this.#version) return this.find(name, secret, address)
    this.#attempts.succeeded(who[0])
    this.#remember(found)
    return this.#let(found)
  }

  heard(device: string): void {
    const nowMs = this.#world.clock.now().getTime()
    this.#heard.set(device, nowMs)
    this.#toStore.set(device, nowMs)
  }
  heardAt(device: string): number | undefined {
    return this.#heard.get(device)
  }

  /** Notes that something of it was refused, for whoever looks after it. */
  refuse(device: string, code: string): void {
    const count = (this.#refused.get(device)?.count ?? 0) + 1
    this.#refused.set(device, { count, code, atMs: this.#world.clock.now().getTime() })
  }
  refusedOf(device: string): Refused | undefined {
    return this.#refused.get(device)
  }

  /** Calls back with the id of each credential that ends or changes. */
  onShut(listener: (device: string) => void): () => void {
    this.#onShut.add(listener)
    return () => this.#onShut.delete(listener)
  }

  /** After a credential ended or changed. */
  shut({ id, name }: Pick<Device, "id" | "name">): void {
    this.#version += 1
    this.#known.delete(name)
    for (const listener of this.#onShut) listener(id)
  }

  /** After something was deleted: a credential goes with its Thing. */
  forget(): void {
    this.#version += 1
    this.#known.clear()
  }

  /** Writes down when devices were heard, at most once a minute; `atOnce` at the end. */
  async store({ atOnce = false } = {}): Promise<void> {
    const nowMs = this.#world.clock.now().getTime()
    if (this.#toStore.size === 0 || (!atOnce && nowMs - this.#storedAtMs < HEARD_EVERY_MS)) return
    this.#storedAtMs = nowMs
    const heard = new Map(this.#toStore)
    this.#toStore.clear()
    await this.#world.react((tx) => storeHeard(tx.db, heard))
  }

  #let(device: StoredDevice): Device {
    this.heard(device.id)
    return device
  }

  #remember(device: StoredDevice): void {
    this.#known.delete(device.name)
    this.#known.set(device.name, device)
    for (const oldest of this.#known.keys()) {
      if (this.#known.size <= REMEMBERED_MAX) break
      this.#known.delete(oldest)
    }
  }
}
