import type { AreaRef, LonLat } from "@holdfast/contracts"
import { AppError } from "@holdfast/kernel"
import { Refused, target } from "@holdfast/sensorthings"
import type { Accept, Message, Waiter } from "../../../platform/mqtt/index.ts"
import type { World } from "../../../platform/world/index.ts"
import type { Plain } from "../batch.ts"
import { type Device, type DeviceDoor, mayWriteTo, permitConfigure, permitMeasured, permitWrite } from "../devices/index.ts"
import type { Catalogue, Datastream } from "../domain/catalogue.ts"
import { isPlainlyRight } from "../domain/observation.ts"
import type { Ingest } from "../ingest.ts"
import { boundSeries, finder, isPlain } from "../sensorthings/find-series.ts"
import { parseObservation } from "../sensorthings/observation-body.ts"
import type { Reading } from "../sensorthings/read/index.ts"
import { type WritingPath, writeOne } from "../sensorthings/write/index.ts"
import { readMessage } from "./read-message.ts"
import { newScanned, scanObservation, scanTopic } from "./scan-observation.ts"

/** Where a measurement names its series itself. */
const ALL = "v1.1/Observations"

/** Who sends: a device, or in the demo somebody without a credential. */
export interface Sender {
  readonly device: Device | undefined
}

export interface InletOptions {
  readonly world: World
  readonly catalogue: () => Catalogue
  readonly ingest: Pick<Ingest, "offer" | "offerRow" | "change">
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
  /** What the message says that is read just now. */
  readonly #scanned = newScanned()
  readonly #plain: Plain = { datastream: 0, atMs: 0, resultAtMs: 0, result: 0 }

  constructor(options: InletOptions) {
    this.#options = options
  }

  readonly accept: Accept<Sender> = (message, sender, waiter, token) => {
    const { device } = sender
    if (device) this.#options.door.heard(device.id)
    try {
      if (this.#isUsual(message, device)) this.#options.ingest.offer(this.#plain, waiter, token)
      else this.#other(message, sender, waiter, token)
    } catch (error) {
      this.#failed(error, sender, waiter, token)
    }
  }

  /** The usual message, read into `#plain` without a schema and without an object for each part of it. */
  #isUsual(message: Message, device: Device | undefined): boolean {
    const { topic } = message
    const bound = scanTopic(topic)
    if (bound === undefined && topic !== ALL) return false
    const scanned = this.#scanned
    if (!scanObservation(message, scanned) || (bound !== undefined && scanned.datastream !== 0 && scanned.datastream !== bound)) {
      return false
    }
    const datastream = this.#options.catalogue().datastreams.get(bound ?? scanned.datastream)
    if (!datastream || !mayTake(datastream, device, this.#options.world.kind)) return false
    if (!isPlainlyRight(datastream, scanned, this.#options.world.clock.now())) return false
    const plain = this.#plain
    plain.datastream = datastream.number
    plain.atMs = scanned.atMs
    plain.resultAtMs = scanned.resultAtMs
    plain.result = scanned.result
    return true
  }

  #other(message: Message, sender: Sender, waiter: Waiter, token: number): void {
    const { world, catalogue, ingest } = this.#options
    const { address, path, body } = readMessage(message)
    const { set } = target(path)
    const asking = { actor: undefined, device: sender.device }
    const bound = boundSeries(path)
    if (set === "Observations" && isPlain(body) && (path.steps.length === 0 || bound)) {
      permitWrite(asking, world.kind)
      const row = parseObservation(body, finder(catalogue(), bound, sender.device), world.clock.now())
      return ingest.offerRow(row, waiter, token)
    }
    if (set === "Observations") permitMeasured(asking, world.kind, body)
    else permitConfigure(asking)
    const writing = { ...this.#options, actor: { role: "device" }, reading: this.#options.reading() }
    writeOne(writing, { kind: "create", address, body }).then(
      () => waiter.settled(token),
      (error: unknown) => this.#failed(error, sender, waiter, token),
    )
  }

  /** A commit that failed was told by the ingest already. */
  #failed(error: unknown, { device }: Sender, waiter: Waiter, token: number): void {
    const code = error instanceof AppError ? error.code : error instanceof Refused ? "SENSE_MESSAGE_INVALID" : undefined
    if (code === undefined || (error instanceof AppError && error.kind === "unavailable")) {
      if (code === undefined) this.#options.onError(error)
      return waiter.settled(token, error)
    }
    if (device) this.#options.door.refuse(device.id, code)
    waiter.settled(token)
  }
}

function mayTake({ thing }: Datastream, device: Device | undefined, world: World["kind"]): boolean {
  return thing.isPlaced && (device ? mayWriteTo(device, thing.number) : world === "demo")
}
