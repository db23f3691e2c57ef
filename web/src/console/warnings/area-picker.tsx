import type { AreaRef, Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useDeferredValue } from "react"
import { areasQuery } from "../../data/places.ts"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { nameInDistrict } from "../say.ts"
import { AreaMap } from "./area-map.tsx"
import { AREA_ID } from "./places-on-page.ts"

/** Areas by name: those chosen, each with a way out, those next to them that are not, a list of the others, and a small map. */
export function AreaPicker({ warning, onChange }: { warning: Warning; onChange: (areas: AreaRef[]) => void }) {
  const { words, language } = useSpeech()
  const all = useQuery(areasQuery).data?.areas ?? []
  const { areas } = warning
  const chosen = new Set(areas.map((area) => area.id))
  const { data: card } = useQuery(cardQuery(warning.id))
  const neighbours = card?.neighbours.filter(({ id }) => !chosen.has(id)) ?? []
  // The map is drawn anew for each other extent, which the clicks need not wait for.
  const mapped = useDeferredValue(warning)
  const add = (wanted: string) => {
    const found = all.find((area) => area.id === wanted)
    if (found) onChange([...areas, { id: found.id, name: found.name }])
  }
  return (
    <section className="block composer-where" aria-label={words("console:composer.where")}>
      <div>
        <h2>{words("console:composer.where")}</h2>
        <ul className="chips">
          {areas.map((area) => (
            <li key={area.id}>
              <button
                type="button"
                className="chip chip-chosen"
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
          <label htmlFor={AREA_ID}>{words("console:composer.add")}</label>
          <select id={AREA_ID} className="field-input" value="" onChange={(event) => add(event.target.value)}>
            <option value="">{words("console:composer.choose")}</option>
            {all
              .filter((area) => !chosen.has(area.id))
              .map((area) => (
                <option key={area.id} value={area.id}>
                  {nameInDistrict(area, all, language)}
                </option>
              ))}
          </select>
        </p>
        {neighbours.length > 0 && (
          <>
            <p className="composer-neighbours">{words("console:card.neighbours")}</p>
            <ul className="chips">
              {neighbours.map((area) => (
                <li key={area.id}>
                  <button
                    type="button"
                    className="chip"
                    aria-label={words("console:coach.add", { area: area.name[language] })}
                    onClick={() => onChange([...areas, area])}
                  >
                    + {area.name[language]}
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <AreaMap warning={mapped} />
    </section>
  )
}
