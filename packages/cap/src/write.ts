import { CapAlert, type CapAlertInput } from "./model.ts"
import { alertStructure, CAP_NAMESPACE, type Structure } from "./structure.ts"
import { escapeXml } from "./xml/xml-text.ts"

/**
 * Writes a message as CAP 1.2 XML: elements in the order of the schema, no empty ones, latitude before longitude. The same
 * message always gives the same bytes. Throws a `ZodError` for a message that the model does not allow, which is our mistake.
 */
export function writeCap(message: CapAlertInput): string {
  const alert = CapAlert.parse(message)
  const { references, info, ...rest } = alert
  const shaped = {
    ...rest,
    references: references.map(({ sender, identifier, sent }) => `${sender},${identifier},${sent}`).join(" "),
    info: info.map(({ area, ...block }) => ({
      ...block,
      area: area.map(({ polygon, circle, ...place }) => ({
        ...place,
        polygon: polygon.map((ring) => ring.map(position).join(" ")),
        circle: circle.map(({ center, radiusKm }) => `${position(center)} ${decimal(radiusKm)}`),
      })),
    })),
  }
  const body = writeParts(shaped, alertStructure, "  ")
  return `<?xml version="1.0" encoding="UTF-8"?>\n<alert xmlns="${CAP_NAMESPACE}">\n${body}</alert>\n`
}

function writeParts(value: Readonly<Record<string, unknown>>, structure: Structure, indent: string): string {
  return structure
    .flatMap(([name, , , holds]) => {
      const found = value[name]
      return (Array.isArray(found) ? found : [found]).map((item: unknown) => {
        if (item === undefined || item === "") return ""
        if (typeof holds !== "string")
          return `${indent}<${name}>\n${writeParts(item as Record<string, unknown>, holds, `${indent}  `)}${indent}</${name}>\n`
        return `${indent}<${name}>${escapeXml(typeof item === "number" ? decimal(item) : String(item))}</${name}>\n`
      })
    })
    .join("")
}

function position([lon, lat]: readonly [number, number]): string {
  return `${decimal(lat)},${decimal(lon)}`
}

/** Never in the form 1e-7, which CAP does not know; ten decimals are a hundredth of a millimetre. */
function decimal(value: number): string {
  const text = String(value)
  if (!text.includes("e")) return text
  return value.toFixed(10).replace(/\.?0+$/, "")
}
