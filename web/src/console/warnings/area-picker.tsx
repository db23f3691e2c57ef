import type { AreaRef } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useId } from "react"
import { areasQuery } from "../../data/places.ts"
import { useSpeech } from "../../ui/language.tsx"

/** Areas by name: those chosen, each with a way out, and a list of the others. */
export function AreaPicker({ areas, onChange }: { areas: readonly AreaRef[]; onChange: (areas: AreaRef[]) => void }) {
  const { words, language } = useSpeech()
  const all = useQuery(areasQuery).data?.areas ?? []
  const id = useId()
  const chosen = new Set(areas.map((area) => area.id))
  const nameOf = (area: (typeof all)[number]) => {
    const parent = area.kind === "street" && all.find((other) => other.id === area.parent)
    return parent ? `${parent.name[language]} ${area.name[language]}` : area.name[language]
  }
  const add = (wanted: string) => {
    const found = all.find((area) => area.id === wanted)
    if (found) onChange([...areas, { id: found.id, name: found.name }])
  }
  return (
    <section className="block" aria-label={words("console:composer.where")}>
      <h2>{words("console:composer.where")}</h2>
      <ul className="chips">
        {areas.map((area) => (
          <li key={area.id}>
            <button
              type="button"
              className="chip"
              disabled={areas.length === 1}
              aria-label={words("console:composer.remove", { area: area.name[language] })}
              onClick={() => onChange(areas.filter((other) => other.id !== area.id))}
            >
              {area.name[language]} {areas.length > 1 && <span aria-hidden="true">✕</span>}
            </button>
          </li>
        ))}
      </ul>
      <p className="inline-field">
        <label htmlFor={id}>{words("console:composer.add")}</label>
        <select id={id} className="field-input" value="" onChange={(event) => add(event.target.value)}>
          <option value="">{words("console:composer.choose")}</option>
          {all
            .filter((area) => !chosen.has(area.id))
            .map((area) => (
              <option key={area.id} value={area.id}>
                {nameOf(area)}
              </option>
            ))}
        </select>
      </p>
    </section>
  )
}
