import { Random } from "@holdfast/kernel"

/** One measurement on its way in. */
export interface Row {
  readonly datastream: number
  readonly atMs: number
  readonly value: number
}

/** No hour of it is rolled up yet, and as much again may come before it is too far ahead of the clock. */
const SPAN_MIN = 9
const STEP_MS = 1_000
/** Most seconds are dry; what falls is a tip of a gauge. */
const WET_SHARE = 0.01
const TIP_MM = 0.1

/** Gives the next so many measurements. */
export type Storm = (count: number) => Row[]

/**
 * Gives rain of all gauges, second after second, in order, each gauge at its own moment of the second: each call goes on where
 * the last one stopped.
 *
 * @param spanMin it began so many minutes ago
 */
export function stormOf(datastreams: readonly number[], seed: number, spanMin = SPAN_MIN): Storm {
  const random = new Random(seed)
  const startMs = Math.floor((Date.now() - spanMin * 60_000) / 1000) * 1000
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
