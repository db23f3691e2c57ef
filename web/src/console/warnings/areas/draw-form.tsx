import type { ShapeSource, Warning } from "@holdfast/contracts"
import type { Map as LibreMap } from "maplibre-gl"
import { useCallback, useRef, useState } from "react"
import { useSpeech } from "../../../ui/language.tsx"
import { AreaMap } from "./area-map.tsx"
import type { Drawing, DrawMode } from "./drawing.ts"

interface DrawFormProps {
  readonly warning: Warning
  /** What stands on the map now; undefined for nothing whole. */
  readonly onDrawn: (source: ShapeSource | undefined) => void
}

/** One area at a time on the map: corner by corner or as a circle, then its corners moved until it fits. */
export function DrawForm({ warning, onDrawn }: DrawFormProps) {
  const { words } = useSpeech()
  const [mode, setMode] = useState<DrawMode>("polygon")
  const drawing = useRef<Drawing>(undefined)
  // The map is made anew with its colours: it goes on with what was drawn.
  const kept = useRef<ReturnType<Drawing["keep"]>>(undefined)
  const onDrawable = useCallback(
    (map: LibreMap) => {
      let gone = false
      void import("./drawing.ts").then(({ startDrawing }) => {
        if (gone) return
        drawing.current = startDrawing(map, { kept: kept.current, onMode: setMode, onDrawn })
      })
      return () => {
        gone = true
        kept.current = drawing.current?.keep()
        drawing.current?.stop()
        drawing.current = undefined
      }
    },
    [onDrawn],
  )
  const choose = (next: "polygon" | "circle") => drawing.current?.begin(next)
  return (
    <div className="draw-form">
      <p className="actions">
        {(["polygon", "circle"] as const).map((one) => (
          <button key={one} type="button" className="button" aria-pressed={mode === one} onClick={() => choose(one)}>
            {words(`areas:map.${one}`)}
          </button>
        ))}
        <button type="button" className="button" onClick={() => drawing.current?.undo()}>
          {words("areas:map.undo")}
        </button>
        <button type="button" className="button" onClick={() => choose(mode === "circle" ? "circle" : "polygon")}>
          {words("areas:map.clear")}
        </button>
      </p>
      <p className="quiet" role="status">
        {words(mode === "polygon" ? "areas:map.hintPolygon" : mode === "circle" ? "areas:map.hintCircle" : "areas:map.hintEdit")}
      </p>
      <div className="draw-map">
        <AreaMap warning={warning} label={words("areas:map.label")} onDrawable={onDrawable} />
      </div>
    </div>
  )
}
