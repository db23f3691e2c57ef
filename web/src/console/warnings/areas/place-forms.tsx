import type { ShapeSource } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useId, useMemo, useState } from "react"
import { areasQuery } from "../../../data/places.ts"
import { linesQuery, sitesQuery } from "../../../data/warn-shapes.ts"
import { useSpeech } from "../../../ui/language.tsx"
import { Trouble } from "../../../ui/states/query-state.tsx"
import { nameInDistrict } from "../../say.ts"

/** What every way of saying an area gets. */
export interface GiveProps {
  readonly busy: boolean
  readonly onGive: (source: ShapeSource) => void
}

const RADIUS_MIN_KM = 0.05

/** "Within 2 km of the plant": a place by name and a distance. */
export function NearForm({ busy, onGive }: GiveProps) {
  const { words, language } = useSpeech()
  const id = useId()
  const areas = useQuery(areasQuery).data?.areas
  const sites = useQuery(sitesQuery).data?.sites
  const [typed, setTyped] = useState("")
  const [km, setKm] = useState("1")
  const places = useMemo(() => {
    const all = areas ?? []
    const districtOf = (area: string) => all.find((one) => area.startsWith(`${one.id}/`) && one.kind === "street") ?? undefined
    return new Map([
      ...all.map((area) => [nameInDistrict(area, all, language), area.id] as const),
      ...(sites ?? []).map((site) => {
        const street = districtOf(site.area)
        return [street ? `${site.name[language]} · ${street.name[language]}` : site.name[language], site.id] as const
      }),
    ])
  }, [areas, sites, language])
  const place = places.get(typed)
  return (
    <div className="area-form">
      <p>
        <label className="field-label" htmlFor={`${id}place`}>
          {words("areas:place")}
        </label>
        <input
          id={`${id}place`}
          className="field-input"
          list={`${id}places`}
          aria-describedby={`${id}hint`}
          autoComplete="off"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
        <datalist id={`${id}places`}>
          {[...places.keys()].map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
        <span id={`${id}hint`} className="quiet">
          {words("areas:placeHint")}
        </span>
      </p>
      <RadiusField label={words("areas:radius")} km={km} onChange={setKm} />
      <ReadButton
        disabled={busy || place === undefined || !isRadius(km)}
        onClick={() => place !== undefined && onGive({ from: "near", place, radiusKm: Number(km) })}
      />
    </div>
  )
}

/** Both sides of a river or road of the base map. */
export function AlongForm({ busy, onGive }: GiveProps) {
  const { words, formats, language } = useSpeech()
  const id = useId()
  const query = useQuery(linesQuery)
  const [line, setLine] = useState("")
  const [km, setKm] = useState("0.5")
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  if (query.data?.lines.length === 0) return <p>{words("areas:noLines")}</p>
  return (
    <div className="area-form">
      <p>
        <label className="field-label" htmlFor={id}>
          {words("areas:line")}
        </label>
        <select id={id} className="field-input" value={line} onChange={({ target }) => setLine(target.value)}>
          <option value="">{words("areas:chooseLine")}</option>
          {query.data?.lines.map(({ key, name, lengthKm }) => (
            <option key={key} value={key}>
              {words("areas:lineOption", { name: name[language], km: formats.count(lengthKm) })}
            </option>
          ))}
        </select>
      </p>
      <RadiusField label={words("areas:radiusAlong")} km={km} onChange={setKm} />
      <ReadButton
        disabled={busy || line === "" || !isRadius(km)}
        onClick={() => onGive({ from: "along", line, radiusKm: Number(km) })}
      />
    </div>
  )
}

function RadiusField({ label, km, onChange }: { label: string; km: string; onChange: (km: string) => void }) {
  const id = useId()
  return (
    <p>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <input
        id={id}
        className="field-input field-short"
        type="number"
        inputMode="decimal"
        min={RADIUS_MIN_KM}
        step="any"
        value={km}
        onChange={({ target }) => onChange(target.value)}
      />
    </p>
  )
}

export function ReadButton({ disabled, onClick }: { disabled: boolean; onClick: () => void }) {
  const { words } = useSpeech()
  return (
    <p className="actions">
      <button type="button" className="button" disabled={disabled} onClick={onClick}>
        {words("areas:read")}
      </button>
    </p>
  )
}

const isRadius = (km: string) => Number(km) >= RADIUS_MIN_KM
