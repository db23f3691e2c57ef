import type { Level } from "@holdfast/contracts"

/** Of warnings in force, so that roads and names stay readable through them. */
export const fillOpacity: Readonly<Record<Level, readonly [light: number, dark: number]>> = {
  blue: [0.42, 0.3],
  yellow: [0.4, 0.26],
  orange: [0.34, 0.28],
  red: [0.3, 0.34],
}
