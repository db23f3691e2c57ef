import "./areas.css"
import { placesOf, type Warning, type WarningArea, type WarningShape } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useDeferredValue, useState } from "react"
import { areasQuery } from "../../../data/places.ts"
import { cardQuery } from "../../../data/warn.ts"
import { useSpeech } from "../../../ui/language.tsx"
import { nameInDistrict } from "../../say.ts"
import { AREA_ID } from "../places-on-page.ts"
import { AddArea } from "./add-area.tsx"
import { AreaMap } from "./area-map.tsx"
import { GroundLines } from "./ground-lines.tsx"

interface AreaPickerProps {
  readonly warning: Warning
  readonly onChange: (areas: WarningArea[]) => void
  readonly onShapes: (shapes: WarningShape[]) => void
}

/** Where it applies: areas by name and as drawn, each with a way out, what is next to them and left out, and a small map. */
export function AreaPicker({ warning, onChange, onShapes }: AreaPickerProps) {
  const { words, language } = useSpeech()
  const all = useQuery(areasQuery).data?.areas ?? []
  const areas = warning.areas.filter(({ drawn }) => !drawn)
  const { shapes } = warning
  const chosen = new Set(areas.map((area) => area.id))
  const { data: card } = useQuery(cardQuery(warning.id))
  const neighbours = card?.neighbours.filter(({ id }) => !chosen.has(id)) ?? []
  const [drawing, setDrawing] = useState(false)
  const isLast = placesOf(warning).length === 1
  // The map is drawn anew for each other extent, which the clicks need not wait for.
  const mapped = useDeferredValue(warning)
  const add = (wanted: string) => {
    const found = all.find((area) => area.id === wanted)
    if (found) onChange([...areas, { id: found.id, name: found.name }])
  }
  const places = [
    ...areas.map(({ id, name }) => ({ id, name, remove: () => onChange(areas.filter((other) => other.id !== id)) })),
    ...shapes.map(({ id, name }) => ({ id, name, remove: () => onShapes(shapes.filter((other) => other.id !== id)) })),
  ]
  return (
    <section className="block composer-where" aria-label={words("console:composer.where")}>
      <div>
        <h2>{words("console:composer.where")}</h2>
        <ul className="chips">
          {places.map(({ id, name, remove }) => (
            <li key={id}>
              <button
                type="button"
                className="chip chip-chosen"
                disabled={isLast}
                aria-label={words("console:composer.remove", { area: name[language] })}
                onClick={remove}
              >
                {name[language]} {!isLast && <span aria-hidden="true">✕</span>}
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
        {card?.ground && <GroundLines reading={card.ground} beside={false} />}
      </div>
      {/* One map at a time: the larger one shows the same. */}
      {!drawing && <AreaMap warning={mapped} />}
      <AddArea warning={warning} onDrawing={setDrawing} onTake={(taken) => onShapes([...shapes, ...taken])} />
    </section>
  )
}
