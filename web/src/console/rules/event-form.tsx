import { type Level, levels } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useKeepEvent } from "../../data/known-events.ts"
import { areasQuery } from "../../data/places.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { nameInDistrict } from "../say.ts"
import { ChoiceField, TimeField } from "./fields.tsx"

/** Keeps one event: where, from when until when, and which level it deserved. Stands inside no form, so that Enter saves no rule. */
export function EventForm({ hazard }: { readonly hazard: string }) {
  const { words, formats, language } = useSpeech()
  const areas = useQuery(areasQuery).data?.areas ?? []
  const [area, setArea] = useState("")
  const [from, setFrom] = useState("")
  const [until, setUntil] = useState("")
  const [level, setLevel] = useState<Level | "">("")
  const keep = useKeepEvent(hazard)
  const isFull = area !== "" && from !== "" && until > from
  const save = () =>
    keep.mutate(
      { area, from: formats.cityTime(from).toISOString(), until: formats.cityTime(until).toISOString(), ...(level && { level }) },
      { onSuccess: () => (setFrom(""), setUntil("")) },
    )
  return (
    <>
      <div className="form-row event-add">
        <ChoiceField
          label={words("sense:event.area")}
          value={area}
          options={[
            { value: "", text: words("console:composer.choose") },
            ...areas.map((one) => ({ value: one.id, text: nameInDistrict(one, areas, language) })),
          ]}
          onChange={setArea}
        />
        <TimeField label={words("sense:event.from")} value={from} onChange={setFrom} />
        <TimeField label={words("sense:event.until")} value={until} onChange={setUntil} />
        <ChoiceField
          label={words("sense:event.level")}
          value={level}
          options={[
            { value: "", text: words("sense:event.any") },
            ...levels.map((value) => ({ value, text: words(`console:levels.${value}`) })),
          ]}
          onChange={setLevel}
        />
      </div>
      <p className="actions">
        <button type="button" className="button" disabled={!isFull || keep.isPending} onClick={save}>
          {words("sense:event.add")}
        </button>
      </p>
      {keep.isError && <Trouble error={keep.error} />}
    </>
  )
}
