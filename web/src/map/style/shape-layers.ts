import { type Level, levels } from "@holdfast/contracts"
import type { LayerSpecification } from "maplibre-gl"
import type { MapColours } from "../colours.ts"
import { fillOpacity } from "./fill-opacity.ts"

export const SHAPE_SOURCE = "shapes"

const inForce = ["==", ["get", "form"], "in-force"] as never
const shared = { source: SHAPE_SOURCE } as const

const byLevel = (value: (level: Level) => string | number) =>
  ["match", ["get", "level"], ...levels.flatMap((level) => [level, value(level)]), value("blue")] as never

/** Drawn areas in force, filled as those that have a name. */
export function shapeFills({ level, dark }: MapColours): LayerSpecification[] {
  return [
    {
      ...{ ...shared, id: "shape-fill", type: "fill", filter: inForce },
      paint: {
        "fill-color": byLevel((one) => level[one].solid),
        "fill-opacity": byLevel((one) => fillOpacity[one][dark ? 1 : 0]),
      },
    },
    {
      ...{ ...shared, id: "shape-pattern", type: "fill", filter: inForce },
      paint: { "fill-pattern": byLevel((one) => `pattern-${one}`), "fill-opacity": 0.45 },
    },
  ]
}

/** A firm edge in force, a dashed one while it is written. */
export function shapeEdges({ map, level }: MapColours): LayerSpecification[] {
  const colour = byLevel((one) => level[one].edge)
  return [
    { ...shared, id: "shape-casing", type: "line", filter: inForce, paint: { "line-color": map.land, "line-width": 5.5 } },
    { ...shared, id: "shape-edge", type: "line", filter: inForce, paint: { "line-color": colour, "line-width": 2.5 } },
    {
      ...{ ...shared, id: "shape-draft", type: "line", filter: ["!", inForce] as never },
      paint: { "line-color": colour, "line-width": 2, "line-dasharray": [4, 2.5] },
    },
  ]
}
