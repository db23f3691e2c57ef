import type { ShapeSource, Warning, WarningShape } from "@holdfast/contracts"
import { useCallback, useState } from "react"
import { useReadShapes } from "../../../data/warn-shapes.ts"
import { useSpeech } from "../../../ui/language.tsx"
import { Trouble } from "../../../ui/states/query-state.tsx"
import { DrawForm } from "./draw-form.tsx"
import { FileForm } from "./file-form.tsx"
import { AlongForm, NearForm } from "./place-forms.tsx"
import { ShapePreview } from "./shape-preview.tsx"
import { TextForm } from "./text-form.tsx"

const ways = ["near", "along", "coordinates", "file"] as const
type Way = (typeof ways)[number] | "draw"

interface AddAreaProps {
  readonly warning: Warning
  readonly onDrawing: (drawing: boolean) => void
  readonly onTake: (shapes: WarningShape[]) => void
}

/**
 * Areas that have no name: drawn on the map, or said in any of the other ways, which need no map. What was given is read back first,
 * and nothing is taken before somebody has seen it.
 */
export function AddArea({ warning, onDrawing, onTake }: AddAreaProps) {
  const { words, language } = useSpeech()
  const [way, setWay] = useState<Way>()
  const [taken, setTaken] = useState("")
  const { mutate, data, error, isPending, reset } = useReadShapes()
  const choose = (next: Way | undefined) => {
    reset()
    setTaken("")
    setWay(next)
    onDrawing(next === "draw")
  }
  const drawn = useCallback((source: ShapeSource | undefined) => (source ? mutate(source) : reset()), [mutate, reset])
  const take = (shapes: WarningShape[]) => {
    onTake(shapes)
    choose(undefined)
    setTaken(shapes.map(({ name }) => name[language]).join(" · "))
  }
  const isMore = way !== undefined && way !== "draw"
  const form = { busy: isPending, onGive: (source: ShapeSource) => mutate(source) }
  return (
    <div className="add-area">
      <p className="actions">
        <button
          type="button"
          className="button"
          aria-expanded={way === "draw"}
          onClick={() => choose(way === "draw" ? undefined : "draw")}
        >
          + {words("areas:draw")}
        </button>
        <button type="button" className="button" aria-expanded={isMore} onClick={() => choose(isMore ? undefined : "near")}>
          {words(isMore ? "areas:less" : "areas:more")} <span aria-hidden="true">{isMore ? "▴" : "▾"}</span>
        </button>
        <span role="status" className="quiet">
          {taken && `✓ ${words("areas:taken", { name: taken })}`}
        </span>
      </p>
      {isMore && (
        <fieldset className="choices">
          <legend>{words("areas:how")}</legend>
          {ways.map((option) => (
            <label key={option} className="choice">
              <input type="radio" name="area-way" checked={option === way} onChange={() => choose(option)} />
              {words(`areas:hows.${option}`)}
            </label>
          ))}
        </fieldset>
      )}
      {way === "draw" && <DrawForm warning={warning} onDrawn={drawn} />}
      {way === "near" && <NearForm {...form} />}
      {way === "along" && <AlongForm {...form} />}
      {way === "coordinates" && <TextForm {...form} />}
      {way === "file" && <FileForm {...form} onForget={reset} />}
      <div role="status">{isPending && <p className="quiet">{words("areas:reading")}</p>}</div>
      {error && <Trouble error={error} />}
      {data && way && (
        <ShapePreview
          key={data.shapes.map(({ shape }) => shape.id).join(" ")}
          read={data.shapes}
          level={warning.level}
          map={way !== "draw"}
          onTake={take}
          onDrop={() => choose(undefined)}
        />
      )}
    </div>
  )
}
