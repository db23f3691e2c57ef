import { levels, PLACES_MAX, type Responsible, type SaveResponsible } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { type FormEvent, type InputHTMLAttributes, useId, useState } from "react"
import { useSpeech } from "../../ui/language.tsx"

/** One person of the roster: which post, how reached, from which level on. */
export function PersonForm({
  area,
  given,
  isBusy,
  onSave,
  onRemove,
  onCancel,
}: {
  area: string
  given: Responsible | undefined
  isBusy: boolean
  onSave: (person: SaveResponsible) => void
  onRemove: (() => void) | undefined
  onCancel: () => void
}) {
  const { words, language } = useSpeech()
  const empty: SaveResponsible = { area, post: "", fromLevel: "yellow", place: 1, language, name: "", phone: "", email: "" }
  const [person, setPerson] = useState<SaveResponsible>(given ? pick(given) : empty)
  const set = (change: Partial<SaveResponsible>) => setPerson((before) => ({ ...before, ...change }))
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSave(person)
  }
  const isReached = person.phone.trim() !== "" || person.email.trim() !== ""
  const field = (name: "post" | "name" | "phone" | "email", input: InputHTMLAttributes<HTMLInputElement>) => (
    <div>
      <label className="field-label" htmlFor={`${id}-${name}`}>
        {words(`roster:${name}`)}
      </label>
      <input
        id={`${id}-${name}`}
        className="field-input"
        autoComplete="off"
        value={person[name]}
        onChange={({ target }) => set({ [name]: target.value })}
        {...input}
      />
    </div>
  )
  return (
    <form className="card roster-form" onSubmit={submit}>
      {field("post", { required: true, maxLength: 80, "aria-describedby": `${id}-post-hint` })}
      <p className="field-hint" id={`${id}-post-hint`}>
        {words("roster:postHint")}
      </p>
      {field("name", { required: true, maxLength: 80 })}
      {field("phone", { type: "tel", maxLength: 30, pattern: "\\+?[0-9][0-9 \\(\\)\\-]{2,28}", required: !isReached })}
      {field("email", { type: "email", maxLength: 200, required: !isReached })}
      <div className="form-row">
        <div>
          <label className="field-label" htmlFor={`${id}-level`}>
            {words("roster:fromLevel")}
          </label>
          <select
            id={`${id}-level`}
            className="field-input"
            value={person.fromLevel}
            onChange={({ target }) => set({ fromLevel: levels.find((level) => level === target.value) ?? "blue" })}
          >
            {levels.map((level) => (
              <option key={level} value={level}>
                {words(`warn:levels.${level}`)}
              </option>
            ))}
          </select>
        </div>
        <div>
          <label className="field-label" htmlFor={`${id}-place`}>
            {words("roster:place")}
          </label>
          <input
            id={`${id}-place`}
            className="field-input"
            type="number"
            min={1}
            max={PLACES_MAX}
            required
            aria-describedby={`${id}-place-hint`}
            value={person.place}
            onChange={({ target }) => set({ place: Number(target.value) })}
          />
        </div>
        <div>
          <label className="field-label" htmlFor={`${id}-language`}>
            {words("roster:language")}
          </label>
          <select
            id={`${id}-language`}
            className="field-input"
            value={person.language}
            onChange={({ target }) => set({ language: languages.find((one) => one === target.value) ?? language })}
          >
            {languages.map((one) => (
              <option key={one} value={one} lang={one}>
                {languageNames[one]}
              </option>
            ))}
          </select>
        </div>
      </div>
      <p className="field-hint" id={`${id}-place-hint`}>
        {words("roster:placeHint")}
      </p>
      <p className="actions">
        <button type="submit" className="button button-main" disabled={isBusy}>
          {words("roster:save")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {words("roster:cancel")}
        </button>
        {onRemove && (
          <button type="button" className="button" disabled={isBusy} onClick={onRemove}>
            {words("roster:remove")}
          </button>
        )}
      </p>
    </form>
  )
}

function pick({ area, post, fromLevel, place, language, name, phone, email }: Responsible): SaveResponsible {
  return { area, post, fromLevel, place, language, name, phone, email }
}
