import { type Level, levels } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useKeepEvent } from "../../data/known-events.ts"
import { areasQuery } from "../../data/places.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { ChoiceField, Field } from "./fields.tsx"

/** Keeps one event: where, from when until when, and which level it deserved. Stands inside no form, so that Enter saves no rule. */
export function EventForm({ hazard }: { readonly hazard: string }) {
  const { words, language } = useSpeech()
  const areas = useQuery(areasQuery).data?.areas ?? []
  const [area, setArea] = useState("")
  const [from, setFrom] = useState("")
  const [until, setUntil] = useState("")
  const [level, setLevel] = useState<Level | "">("")
  const keep = useKeepEvent(hazard)
  const isFull = area !== "" && from !== "" && until > from
  const save = () =>
    keep.mutate(
      // The browser's own zone, as the fields show it.
      { area, from: new Date(from).toISOString(), until: new Date(until).toISOString(), ...(level && { level }) },
      { onSuccess: () => (setFrom(""), setUntil("")) },
    )
  const time = (label: string, value: string, set: (value: string) => void) => (
    <Field label={label}>
      {(id) => (
        <input id={id} className="field-input" type="datetime-local" value={value} onChange={({ target }) => set(target.value)} />
      )}
    </Field>
  )
  return (
    <>
      <div className="form-row">
        <ChoiceField
          label={words("sense:event.area")}
          value={area}
          options={[
            { value: "", text: words("console:composer.choose") },
            ...areas.map(({ id, name }) => ({ value: id, text: name[language] })),
          ]}
          onChange={setArea}
        />
        {time(words("sense:event.from"), from, setFrom)}
        {time(words("sense:event.until"), until, setUntil)}
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
