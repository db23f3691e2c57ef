import type { AreaRef, Level, Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { outlineQuery } from "../data/places.ts"
import { shapeOutline } from "../map/shape-outline.ts"
import { useSpeech } from "../ui/language.tsx"

const SIZE = 320

type Ring = readonly (readonly [number, number])[]

/** The areas as a small picture, without a map to download: a phone in the rain needs the shape and its neighbours. */
export function AreaSketch({
  areas,
  shapes,
  neighbours,
  level,
  name,
}: {
  areas: Warning["areas"]
  shapes: Warning["shapes"]
  neighbours: readonly AreaRef[]
  level: Level
  name: string
}) {
  const { words } = useSpeech()
  // What is drawn is shown as it is drawn, not as the areas that it touches.
  const chosen = areas.filter(({ drawn }) => !drawn).map(({ id }) => id)
  const inside = useQuery({ ...outlineQuery(chosen), enabled: chosen.length > 0 }).data
  const around = useQuery({ ...outlineQuery(neighbours.map(({ id }) => id)), enabled: neighbours.length > 0 }).data
  const drawn = shapes.flatMap(({ geometry }) => shapeOutline(geometry))
  const own = [...(inside?.coordinates ?? []), ...drawn].map((polygon) => polygon[0] as Ring)
  const others = around?.coordinates.map((polygon) => polygon[0] as Ring) ?? []
  const points = own.flat()
  if (points.length === 0) return null
  const [west, east] = [Math.min(...points.map(([lon]) => lon)), Math.max(...points.map(([lon]) => lon))]
  const [south, north] = [Math.min(...points.map(([, lat]) => lat)), Math.max(...points.map(([, lat]) => lat))]
  // A degree of longitude is shorter than one of latitude.
  const narrow = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const span = Math.max((east - west) * narrow, north - south) * 1.4
  const draw = (ring: Ring) =>
    ring
      .map(([lon, lat]) => {
        const x = SIZE / 2 + (((lon - (west + east) / 2) * narrow) / span) * SIZE
        const y = SIZE / 2 - ((lat - (south + north) / 2) / span) * SIZE
        return `${x.toFixed(1)},${y.toFixed(1)}`
      })
      .join(" ")
  return (
    <svg
      className={`area-sketch level-${level}`}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      role="img"
      aria-label={words("authority:phone.map", { areas: name })}
    >
      {others.map((ring, index) => (
        <polygon key={index} className="sketch-around" points={draw(ring)} />
      ))}
      {own.map((ring, index) => (
        <polygon key={index} className="sketch-own" points={draw(ring)} />
      ))}
    </svg>
  )
}
