import type { ShapeSource } from "@holdfast/contracts"
import type { Map as LibreMap } from "maplibre-gl"
import {
  type GeoJSONStoreFeatures,
  TerraDraw,
  TerraDrawCircleMode,
  TerraDrawModeUndoRedo,
  TerraDrawPolygonMode,
  TerraDrawSelectMode,
  TerraDrawSessionUndoRedo,
} from "terra-draw"
import { TerraDrawMapLibreGLAdapter } from "terra-draw-maplibre-gl-adapter"
import { readColours } from "../../../map/colours.ts"

export type DrawMode = "polygon" | "circle" | "select"

export interface Drawing {
  /** Forgets what stands there and begins anew. */
  begin(mode: "polygon" | "circle"): void
  undo(): void
  /** What was drawn, for a map that is made anew. */
  keep(): readonly GeoJSONStoreFeatures[]
  stop(): void
}

const LINE_PX = 3
/** Each is a handle while it is drawn; what is taken is the circle itself. */
const CIRCLE_CORNERS = 36
const POINT_PX = 7
const FILL_OPACITY = 0.15
const EARTH_RADIUS_KM = 6371.0088
const HEX = /^#[0-9a-f]{6}$/i

/** Lets a hand draw one area on the map, and tells each time when it is whole or was changed. */
export function startDrawing(
  map: LibreMap,
  {
    kept = [],
    onMode,
    onDrawn,
  }: {
    readonly kept?: readonly GeoJSONStoreFeatures[] | undefined
    readonly onMode: (mode: DrawMode) => void
    readonly onDrawn: (source: ShapeSource | undefined) => void
  },
): Drawing {
  const { map: colours } = readColours()
  const ink = (HEX.test(colours.label) ? colours.label : "#272d30") as `#${string}`
  const area = {
    fillColor: ink,
    fillOpacity: FILL_OPACITY,
    outlineColor: ink,
    outlineWidth: LINE_PX,
    closingPointColor: ink,
    closingPointWidth: POINT_PX,
  } as const
  const { closingPointColor: _, closingPointWidth: __, ...round } = area
  const draw = new TerraDraw({
    adapter: new TerraDrawMapLibreGLAdapter({ map }),
    modes: [
      new TerraDrawPolygonMode({ styles: area }),
      new TerraDrawCircleMode({ styles: round, segments: CIRCLE_CORNERS }),
      new TerraDrawSelectMode({
        flags: {
          polygon: {
            feature: {
              draggable: true,
              selfIntersectable: true,
              coordinates: { midpoints: true, draggable: true, deletable: true },
            },
          },
          circle: { feature: { draggable: true, coordinates: { resizable: "center" } } },
        },
        styles: {
          selectedPolygonColor: ink,
          selectedPolygonFillOpacity: FILL_OPACITY,
          selectedPolygonOutlineColor: ink,
          selectedPolygonOutlineWidth: LINE_PX,
          selectionPointColor: ink,
          selectionPointWidth: POINT_PX,
          midPointColor: ink,
          midPointWidth: POINT_PX - 2,
        },
      }),
    ],
    undoRedo: { modeLevel: new TerraDrawModeUndoRedo(), sessionLevel: new TerraDrawSessionUndoRedo() },
  })
  const whole = () => draw.getSnapshot().find(({ geometry, properties }) => geometry.type === "Polygon" && isWhole(properties))
  const tell = () => onDrawn(sourceOf(whole()))
  const turnTo = (mode: DrawMode) => {
    draw.setMode(mode)
    onMode(mode)
  }
  draw.start()
  if (kept.length > 0) draw.addFeatures([...kept])
  turnTo(whole() ? "select" : "polygon")
  draw.on("finish", (id, { action }) => {
    if (action === "draw") {
      turnTo("select")
      draw.selectFeature(id)
    }
    tell()
  })
  return {
    begin: (mode) => {
      draw.clear()
      draw.clearUndoRedoHistory()
      turnTo(mode)
      onDrawn(undefined)
    },
    undo: () => {
      if (!draw.undo()) return
      const left = whole()
      // What is undone is let go of, and nobody could go on.
      if (left?.id !== undefined && draw.getMode() === "select") draw.selectFeature(left.id)
      tell()
    },
    keep: () => draw.getSnapshot().filter(({ properties }) => isWhole(properties)),
    stop: () => draw.stop(),
  }
}

/** Corners and middles that a hand takes hold of are features too, and so is what is still being drawn. */
function isWhole(properties: Readonly<Record<string, unknown>>): boolean {
  const { mode, currentlyDrawing } = properties
  return (mode === "polygon" || mode === "circle") && currentlyDrawing !== true
}

function sourceOf(feature: GeoJSONStoreFeatures | undefined): ShapeSource | undefined {
  if (feature?.geometry.type !== "Polygon") return undefined
  const rings = feature.geometry.coordinates.map((ring) => ring.map(([lon, lat]): [number, number] => [lon!, lat!]))
  if (feature.properties["mode"] !== "circle") return { from: "drawn", rings }
  const corners = rings[0]!.slice(0, -1)
  const middle = (at: 0 | 1) => {
    const all = corners.map((corner) => corner[at])
    return (Math.min(...all) + Math.max(...all)) / 2
  }
  const center: [number, number] = [middle(0), middle(1)]
  return { from: "circle", center, radiusKm: Math.max(0.05, distanceKm(center, corners[0]!)), system: "wgs84" }
}

/** On the sphere. */
function distanceKm(one: readonly [number, number], other: readonly [number, number]): number {
  const [south, north, east] = [one[1], other[1], other[0] - one[0]].map((degrees) => (degrees * Math.PI) / 180) as [
    number,
    number,
    number,
  ]
  const half = Math.sin((north - south) / 2) ** 2 + Math.cos(south) * Math.cos(north) * Math.sin(east / 2) ** 2
  return Math.round(2 * EARTH_RADIUS_KM * Math.asin(Math.sqrt(half)) * 1000) / 1000
}
