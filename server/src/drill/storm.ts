import type { LonLat } from "@holdfast/contracts"
import { Random } from "@holdfast/kernel"

/** One measurement that a drill will make. */
export interface DrillObservation {
  readonly datastream: string
  readonly at: Date
  readonly result: number
}

export interface DrillGauge {
  readonly datastream: string
  readonly at: LonLat
}

export interface StormOptions {
  readonly seed: number
  readonly start: Date
  readonly rainGauges: readonly DrillGauge[]
  readonly riverGauges: readonly DrillGauge[]
  /** Datastreams of air stations, so that nobody on duty looks after stations that fell silent. */
  readonly airMonitors: readonly (DrillGauge & { readonly property: string })[]
}

const STEP_MIN = 5
const LENGTH_H = 14
const KM_PER_DEGREE = 111.3
/** River stage without rain, and how much it rises for each millimetre of the city's rain that reaches it, in metres. */
const STAGE_BASE_M = 2.1
const STAGE_RISE_M_PER_MM = 0.038
/** What is left after one step of the water on its way to the river, and of the stage above its base: half, in 60 and 90 minutes. */
const ON_ITS_WAY_KEEPS = 0.5 ** (STEP_MIN / 60)
const STAGE_KEEPS = 0.5 ** (STEP_MIN / 90)
/** Air of a summer night before the rain, by property, and the rain that washes out all but a third of it by two thirds. */
const AIR: Readonly<Record<string, number>> = { pm25: 38, pm10: 61, o3: 47, no2: 32, so2: 8, co: 0.7 }
const WASHES_OUT_MM = 20
const AIR_STEP_MIN = 60

interface Cell {
  readonly from: LonLat
  readonly velocityKmH: readonly [east: number, north: number]
  readonly radiusKm: number
  readonly peakMmH: number
  readonly beginsH: number
  readonly lastsH: number
}

/**
 * A summer rainstorm for a drill: a band of light rain with three heavy cells that grow, cross the city, and die; a river
 * that follows, and air that the rain cleans. The same seed gives the same storm. Rain is millimetres in the five minutes before the stamp's end, at the
 * stamp of their start; the stage is metres. It is invented to train people, not to model weather.
 */
export function makeStorm({ seed, start, rainGauges, riverGauges, airMonitors }: StormOptions): DrillObservation[] {
  const random = new Random(seed)
  const middle = center(rainGauges.map(({ at }) => at))
  const cells = makeCells(random.fork("cells"), middle)
  const noise = random.fork("noise")
  const observations: DrillObservation[] = []
  const breeze = random.fork("air")
  let stageM = 0
  let onItsWayMm = 0
  let sumMm = 0
  for (let step = 0; step < (LENGTH_H * 60) / STEP_MIN; step += 1) {
    const hour = (step * STEP_MIN) / 60
    const at = new Date(start.getTime() + step * STEP_MIN * 60_000)
    let fallenMm = 0
    for (const gauge of rainGauges) {
      const mmH = rainAt(cells, gauge.at, hour) * noise.between(0.85, 1.15)
      const mm = Math.round((mmH * STEP_MIN) / 6) / 10
      fallenMm += mm
      observations.push({ datastream: gauge.datastream, at, result: mm })
    }
    const meanMm = fallenMm / Math.max(1, rainGauges.length)
    sumMm += meanMm
    onItsWayMm += meanMm
    stageM = stageM * STAGE_KEEPS + onItsWayMm * (1 - ON_ITS_WAY_KEEPS) * STAGE_RISE_M_PER_MM
    onItsWayMm *= ON_ITS_WAY_KEEPS
    for (const [i, gauge] of riverGauges.entries()) {
      const result = Math.round((STAGE_BASE_M + stageM * (1 + i * 0.04) + noise.between(-0.01, 0.01)) * 100) / 100
      observations.push({ datastream: gauge.datastream, at, result })
    }
    if ((step * STEP_MIN) % AIR_STEP_MIN > 0) continue
    for (const { datastream, property } of airMonitors) {
      const value = (AIR[property] ?? 0) * (1 / 3 + (2 / 3) * Math.exp(-sumMm / WASHES_OUT_MM)) * breeze.between(0.9, 1.1)
      observations.push({ datastream, at, result: Math.round(value * 10) / 10 })
    }
  }
  return observations
}

function makeCells(random: Random, middle: LonLat): Cell[] {
  return [
    { beginsH: 1, peakMmH: 55, radiusKm: 9 },
    { beginsH: 2.5, peakMmH: 135, radiusKm: 7 },
    { beginsH: 4.5, peakMmH: 70, radiusKm: 10 },
  ].map(({ beginsH, peakMmH, radiusKm }) => {
    const velocityKmH = [random.between(5, 8), random.between(1, 4)] as const
    const lastsH = random.between(3, 4)
    // It passes the middle of the city at half of its life, a little to one side.
    const aside = random.between(-5, 5)
    const from: LonLat = move(middle, (-velocityKmH[0] * lastsH) / 2, (-velocityKmH[1] * lastsH) / 2 + aside)
    return { from, velocityKmH, radiusKm, peakMmH, beginsH, lastsH }
  })
}

function rainAt(cells: readonly Cell[], at: LonLat, hour: number): number {
  const band = hour > 0.5 && hour < 9 ? 2.5 * Math.sin((Math.PI * (hour - 0.5)) / 8.5) : 0
  return cells.reduce((sum, cell) => {
    const age = hour - cell.beginsH
    if (age <= 0 || age >= cell.lastsH) return sum
    const middle = move(cell.from, cell.velocityKmH[0] * age, cell.velocityKmH[1] * age)
    const strength = Math.sin((Math.PI * age) / cell.lastsH)
    return sum + cell.peakMmH * strength * Math.exp(-(distanceKm(middle, at) ** 2) / (2 * cell.radiusKm ** 2))
  }, band)
}

function move([lon, lat]: LonLat, eastKm: number, northKm: number): LonLat {
  return [lon + eastKm / (KM_PER_DEGREE * Math.cos((lat * Math.PI) / 180)), lat + northKm / KM_PER_DEGREE]
}

/** On a plane, which over one city is right to a few metres. */
function distanceKm([lon1, lat1]: LonLat, [lon2, lat2]: LonLat): number {
  const east = (lon2 - lon1) * KM_PER_DEGREE * Math.cos((((lat1 + lat2) / 2) * Math.PI) / 180)
  return Math.hypot(east, (lat2 - lat1) * KM_PER_DEGREE)
}

function center(points: readonly LonLat[]): LonLat {
  const sum = points.reduce<[number, number]>(([lon, lat], at) => [lon + at[0], lat + at[1]], [0, 0])
  return [sum[0] / points.length, sum[1] / points.length]
}
