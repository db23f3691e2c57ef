import type { AreaRef, LonLat } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { Refused, target } from "@holdfast/sensorthings"
import type { Accept, Message } from "../../../platform/mqtt/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { type Device, type DeviceDoor, mayWriteTo, permitConfigure, permitMeasured, permitWrite } from "../devices/index.ts"
import type { Catalogue, Datastream } from "../domain/catalogue.ts"
import { checkObservation, type Observation } from "../domain/observation.ts"
import type { Ingest } from "../ingest.ts"
import { boundSeries, finder, isPlain } from "../sensorthings/find-series.ts"
import { parseObservation } from "../sensorthings/observation-body.ts"
import type { Reading } from "../sensorthings/read/index.ts"
import { type WritingPath, writeOne } from "../sensorthings/write/index.ts"
import { readMessage } from "./read-message.ts"
import { scanObservation, scanTopic } from "./scan-observation.ts"

/** Where a measurement names its series itself. */
const ALL = "v1.1/Observations"

/** Who sends: a device, or in the demo somebody without a credential. */
export interface Sender {
  readonly device: Device | undefined
}

export interface InletOptions {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "offer" | "change">
  readonly areaOf: (at: LonLat) => AreaRef | undefined
  readonly changed: WritingPath["changed"]
  readonly door: DeviceDoor
  readonly reading: () => Reading
  readonly onError: (error: unknown) => void
}

/**
 * What devices publish. A message that can never be kept is acknowledged all the same, because MQTT 3.1.1 leaves only that or the end
 * of the connection (MQTT-3.3.5-2), and a device that must send a bad one first, again and again, would never get to its good ones.
 * It is counted, with the reason, beside the device that sent it. What failed on our side is not acknowledged, and ends the connection:
 * the device sends it again.
 */
export class Inlet {
  readonly #options: InletOptions

  constructor(options: InletOptions) {
    this.#options = options
  }

  readonly accept: Accept<Sender> = (message, sender, done) => {
    const { device } = sender
    if (device) this.#options.door.heard(device.id)
    try {
      const row = this.#usual(message, device)
      if (row) this.#keep(row, done)
      else this.#other(message, sender, done)
    } catch (error) {
      this.#failed(error, sender, done)
    }
  }

  /** The usual message, without a schema and without an object for each part of it. */
  #usual({ topic, payload }: Message, device: Device | undefined): Observation | undefined {
    const bound = scanTopic(topic)
    if (bound === undefined && topic !== ALL) return undefined
    const scanned = scanObservation(payload)
    if (!scanned || (bound !== undefined && scanned.datastream !== undefined && scanned.datastream !== bound)) return undefined
    const datastream = this.#options.catalogue().datastreams.get(bound ?? scanned.datastream ?? 0)
    if (!datastream || !mayTake(datastream, device, this.#options.world.kind)) return undefined
    const { atMs, resultAtMs, result } = scanned
    const resultAt = resultAtMs === undefined ? null : new Date(resultAtMs)
    return checkObservation(datastream, { at: new Date(atMs), resultAt, result }, this.#options.world.clock.now())
  }

  #other(message: Message, sender: Sender, done: (error?: unknown) => void): void {
    const { world, catalogue } = this.#options
    const { address, path, body } = readMessage(message)
    const { set } = target(path)
    const asking = { actor: undefined, device: sender.device }
    const bound = boundSeries(path)
    if (set === "Observations" && isPlain(body) && (path.steps.length === 0 || bound)) {
      permitWrite(asking, world.kind)
      return this.#keep(parseObservation(body, finder(catalogue(), bound, sender.device), world.clock.now()), done)
    }
    if (set === "Observations") permitMeasured(asking, world.kind, body)
    else permitConfigure(asking)
    const writing = { ...this.#options, actor: { role: "device" }, reading: this.#options.reading() }
    writeOne(writing, { kind: "create", address, body }).then(
      () => done(),
      (error: unknown) => this.#failed(error, sender, done),
    )
  }

  /** A commit that failed was told by the ingest already. */
  #keep(row: Observation, done: (error?: unknown) => void): void {
    this.#options.ingest.offer([row], () => done(), done)
  }

  #failed(error: unknown, { device }: Sender, done: (error?: unknown) => void): void {
    const code = error instanceof AppError ? error.code : error instanceof Refused ? "SENSE_MESSAGE_INVALID" : undefined
    if (code === undefined || (error instanceof AppError && error.kind === "unavailable")) {
      if (code === undefined) this.#options.onError(error)
      return done(error)
    }
    if (device) this.#options.door.refuse(device.id, code)
    done()
  }
}

function mayTake({ thing }: Datastream, device: Device | undefined, world: World["kind"]): boolean {
  return thing.isPlaced && (device ? mayWriteTo(device, thing.number) : world === "demo")
}
