import type { Bounds } from "@holdfast/geo"
import type { WarnContext } from "../context.ts"

/** The box of the whole city. */
export function cityBounds({ listAreas }: Pick<WarnContext["places"], "listAreas">): Bounds {
  const boxes = listAreas("city").map(({ bounds }) => bounds)
  return [
    Math.min(...boxes.map(([west]) => west)),
    Math.min(...boxes.map(([, south]) => south)),
    Math.max(...boxes.map(([, , east]) => east)),
    Math.max(...boxes.map(([, , , north]) => north)),
  ]
}
