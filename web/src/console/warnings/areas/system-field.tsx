import { type ShapeSystem, shapeSystems } from "@holdfast/contracts"
import { useId } from "react"
import { useSpeech } from "../../../ui/language.tsx"

interface SystemFieldProps {
  readonly value: ShapeSystem | ""
  /** Whether a file may say it itself. */
  readonly file?: boolean
  readonly onChange: (system: ShapeSystem | "") => void
}

/** Nobody can guess it, so nothing is chosen at first, and nothing is read before it is. */
export function SystemField({ value, file = false, onChange }: SystemFieldProps) {
  const { words } = useSpeech()
  const id = useId()
  return (
    <p>
      <label className="field-label" htmlFor={id}>
        {words("areas:system")}
      </label>
      <select
        id={id}
        className="field-input"
        aria-describedby={`${id}hint`}
        value={value}
        onChange={({ target }) => onChange(shapeSystems.find((one) => one === target.value) ?? "")}
      >
        <option value="">{words("areas:chooseSystem")}</option>
        {shapeSystems
          .filter((one) => file || one !== "prj")
          .map((one) => (
            <option key={one} value={one}>
              {words(`areas:systems.${one}`)}
            </option>
          ))}
      </select>
      <span id={`${id}hint`} className="quiet">
        {words("areas:systemHint")}
      </span>
    </p>
  )
}
