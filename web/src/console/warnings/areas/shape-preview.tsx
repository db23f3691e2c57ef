import { type Level, type ReadShape, SHAPE_NAME_MAX, type WarningShape } from "@holdfast/contracts"
import { useEffect, useId, useRef, useState } from "react"
import { useSpeech } from "../../../ui/language.tsx"
import { AreaMap } from "./area-map.tsx"
import { GroundLines } from "./ground-lines.tsx"

interface ShapePreviewProps {
  readonly read: readonly ReadShape[]
  readonly level: Level
  /** Whether it still has to be shown on our own map. What was drawn there stays under the hand that draws. */
  readonly map: boolean
  readonly onTake: (shapes: WarningShape[]) => void
  readonly onDrop: () => void
}

/** What was given, read back in names and on the map, with names that may be changed, before it is taken. */
export function ShapePreview({ read, level, map, onTake, onDrop }: ShapePreviewProps) {
  const { words } = useSpeech()
  const title = useRef<HTMLHeadingElement>(null)
  useEffect(() => {
    if (map) title.current?.focus()
  }, [map])
  const [shapes, setShapes] = useState<readonly WarningShape[]>(read.map(({ shape }) => shape))
  const isNamed = shapes.every(({ name }) => name["zh-CN"].trim() !== "" && name.en.trim() !== "")
  return (
    <div className="shape-preview">
      <h3 ref={title} tabIndex={-1}>
        {words("areas:preview")}
      </h3>
      <div className={map ? "shape-preview-pair" : undefined}>
        <div>
          {read.map((one, i) => (
            <OneShape
              key={one.shape.id}
              read={one}
              shape={shapes[i]!}
              onName={(name) => setShapes(shapes.map((other, at) => (at === i ? { ...other, name } : other)))}
            />
          ))}
        </div>
        {map && <AreaMap label={words("areas:preview")} warning={{ level, areas: [], shapes: [...shapes] }} />}
      </div>
      <p className="actions">
        <button type="button" className="button button-main" disabled={!isNamed} onClick={() => onTake([...shapes])}>
          {shapes.length === 1 ? words("areas:take") : words("areas:takeAll", { count: shapes.length })}
        </button>
        <button type="button" className="button" onClick={onDrop}>
          {words("areas:drop")}
        </button>
      </p>
    </div>
  )
}

interface OneShapeProps {
  readonly read: ReadShape
  readonly shape: WarningShape
  readonly onName: (name: WarningShape["name"]) => void
}

function OneShape({ read: { reading, notes }, shape: { name }, onName }: OneShapeProps) {
  const { words, formats } = useSpeech()
  const id = useId()
  return (
    <div className="shape-read">
      <div className="shape-names">
        {(["zh-CN", "en"] as const).map((language) => (
          <p key={language}>
            <label className="field-label" htmlFor={`${id}${language}`}>
              {words(language === "en" ? "areas:nameEn" : "areas:nameZh")}
            </label>
            <input
              id={`${id}${language}`}
              lang={language}
              className="field-input"
              maxLength={SHAPE_NAME_MAX}
              value={name[language]}
              onChange={({ target }) => onName({ ...name, [language]: target.value })}
            />
          </p>
        ))}
      </div>
      <GroundLines reading={reading} />
      {notes.map(({ code, amount }) => (
        <p key={code} className={code === "moved" ? undefined : "attention"}>
          {code !== "moved" && "! "}
          {words(`areas:notes.${code}`, { amount: formats.count(amount ?? 0) })}
        </p>
      ))}
    </div>
  )
}
