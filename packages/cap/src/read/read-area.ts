import type { CapArea, CapCircle, CapNamed, CapPolygon } from "../model.ts"
import { readDecimal } from "../shape/decimal.ts"
import { findCrossing, isStar } from "../shape/find-crossing.ts"
import { type Ring, readCircle, readRing, readRingOf } from "../shape/read-shape.ts"
import { areaStructure } from "../structure.ts"
import type { XmlElement } from "../xml/element.ts"
import { PartReader } from "./read-parts.ts"

/** Reads areas. */
export abstract class AreaReader extends PartReader {
  protected area(element: XmlElement): CapArea | undefined {
    const polygon: CapPolygon[] = []
    const circle: CapCircle[] = []
    const geocode: CapNamed[] = []
    let areaDesc: string | undefined
    let altitude: number | undefined
    let ceiling: number | undefined
    let seen = 0
    let reached = 0
    let lost = ""
    for (let child = element.first; child; child = child.next) {
      const index = this.enter(child, element, areaStructure, seen, reached)
      if (index < 0) continue
      seen |= 1 << index
      if (index > reached) reached = index
      if (index === 3) {
        const pair = this.named(child)
        if (pair) geocode.push(pair)
      } else if (index === 1) {
        const ring = this.#polygon(child)
        if (ring) polygon.push(ring)
        else lost = "polygon"
      } else {
        const text = this.text(child, areaStructure, index)
        if (text === undefined) continue
        if (index === 0) areaDesc = text
        else if (index === 4) altitude = this.#height(child, text)
        else if (index === 5) ceiling = this.#height(child, text)
        else {
          const found = readCircle(text)
          if (found) circle.push(found)
          else {
            this.findings.add("INVALID_CIRCLE", child, text)
            lost = "circle"
          }
        }
      }
    }
    this.requireAll(element, areaStructure, areaDesc === undefined ? 0 : 1)
    if (lost !== "" && polygon.length + circle.length + geocode.length === 0) this.findings.add("INVALID_AREA", element, lost)
    return areaDesc === undefined ? undefined : { areaDesc, polygon, circle, geocode, altitude, ceiling }
  }

  protected abstract named(element: XmlElement): CapNamed | undefined

  #height(element: XmlElement, text: string): number | undefined {
    const height = readDecimal(text)
    if (height === undefined) this.findings.add("INVALID_ALTITUDE", element, text)
    return height
  }

  /** The ring of a polygon, closed if need be; undefined for one that is empty or cannot be read. */
  #polygon(element: XmlElement): CapPolygon | undefined {
    if (this.isEmpty(element)) {
      this.findings.add("EMPTY_ELEMENT", element, element.name)
      return undefined
    }
    const ring = element.text === undefined ? readRing(this.source, element.from, element.to) : readRingOf(element.text)
    if (typeof ring === "string") {
      this.findings.add("INVALID_POLYGON", element, ring)
      return undefined
    }
    const [first, last] = [ring[0]!, ring.at(-1)!]
    if (first[0] !== last[0] || first[1] !== last[1]) {
      this.findings.add("UNCLOSED_POLYGON", element, String(last))
      ring.push([first[0], first[1]])
    }
    this.#border(element, ring)
    return ring
  }

  #border(element: XmlElement, ring: Ring): void {
    if (isStar(ring)) return
    let twiceArea = 0
    let [x, y] = ring[0]!
    for (let i = 1; i < ring.length; i += 1) {
      const position = ring[i]!
      const nextX = position[0]
      const nextY = position[1]
      if (nextX === x && nextY === y) this.findings.add("REPEATED_POSITION", element, `${y},${x}`)
      twiceArea += x * nextY - nextX * y
      x = nextX
      y = nextY
    }
    const crossing = findCrossing(ring)
    if (crossing === "tangled") this.findings.add("UNCHECKED_POLYGON", element, String(ring.length))
    else if (crossing) this.findings.add("INVALID_POLYGON_SELF_INTERSECTION", element, `${crossing[1]},${crossing[0]}`)
    else if (twiceArea === 0) this.findings.add("POLYGON_WITHOUT_AREA", element, "")
  }
}
