import { Random } from "@holdfast/kernel"

/** One measurement on its way in. */
export interface Row {
  readonly datastream: number
  readonly atMs: number
  readonly value: number
}

/** Times lie in the last six hours, because the rules judge nothing that is later than that. */
const SPAN_MS = 5.5 * 3_600_000
const STEP_MS = 1_000
/** Most seconds are dry; what falls is a tip of a gauge. */
const WET_SHARE = 0.01
const TIP_MM = 0.1

/** Gives the next so many measurements. */
export type Storm = (count: number) => Row[]

/**
 * Gives rain of all gauges, second after second, in order, each gauge at its own moment of the second: each call goes on where
 * the last one stopped.
 */
export function stormOf(datastreams: readonly number[], seed: number): Storm {
  const random = new Random(seed)
  const startMs = Math.floor((Date.now() - SPAN_MS) / 1000) * 1000
  let index = 0
  return (count) =>
    Array.from({ length: count }, () => {
      const datastream = datastreams[index % datastreams.length]!
      const momentMs = Math.floor(((index % datastreams.length) * STEP_MS) / datastreams.length)
      const atMs = startMs + Math.floor(index / datastreams.length) * STEP_MS + momentMs
      index += 1
      return { datastream, atMs, value: random.float() < WET_SHARE ? TIP_MM : 0 }
    })
}
