import type { XmlElement } from "../xml/element.ts"

/** Elements that carry their number even where they are alone. */
const numbered = new Set(
  [
    "info",
    "area",
    "polygon",
    "circle",
    "geocode",
    "parameter",
    "eventCode",
    "resource",
    "category",
    "responseType",
    "code",
  ].concat(["entry", "item", "contentObject"]),
)

/** Where an element stands: `alert/info[1]/area[2]/polygon[1]`, counted from one as in XPath. */
export function pathOf(element: XmlElement): string {
  const { name, parent } = element
  if (!parent) return name
  const alike = parent.children.filter((child) => child.name === name)
  const number = alike.length > 1 || numbered.has(name) ? `[${alike.indexOf(element) + 1}]` : ""
  return `${pathOf(parent)}/${name}${number}`
}
