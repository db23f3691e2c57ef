import type { ShapeSystem } from "@holdfast/contracts"
import { useId, useState } from "react"
import { useSpeech } from "../../../ui/language.tsx"
import { type GiveProps, ReadButton } from "./place-forms.tsx"
import { SystemField } from "./system-field.tsx"

/** Pasted: positions, GeoJSON, or well-known text. */
export function TextForm({ busy, onGive }: GiveProps) {
  const { words } = useSpeech()
  const id = useId()
  const [text, setText] = useState("")
  const [system, setSystem] = useState<ShapeSystem | "">("")
  const [latitudeFirst, setLatitudeFirst] = useState(false)
  const origin = text.trimStart().startsWith("{") ? "geojson" : "coordinates"
  return (
    <div className="area-form">
      <p>
        <label className="field-label" htmlFor={id}>
          {words("areas:text")}
        </label>
        <textarea
          id={id}
          className="field-input code"
          rows={4}
          spellCheck={false}
          aria-describedby={`${id}hint`}
          value={text}
          onChange={({ target }) => setText(target.value)}
        />
        <span id={`${id}hint`} className="quiet">
          {words("areas:textHint")}
        </span>
      </p>
      {origin === "coordinates" && (
        <label className="choice">
          <input type="checkbox" checked={latitudeFirst} onChange={() => setLatitudeFirst(!latitudeFirst)} />
          {words("areas:latitudeFirst")}
        </label>
      )}
      <SystemField value={system} onChange={setSystem} />
      <ReadButton
        disabled={busy || system === "" || text.trim() === ""}
        onClick={() => system !== "" && onGive({ from: "text", text, system, origin, latitudeFirst })}
      />
    </div>
  )
}
