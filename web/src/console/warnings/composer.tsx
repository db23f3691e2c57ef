import { type EditWarning, type Level, levels, type Warning } from "@holdfast/contracts"
import { type FormEvent, useState } from "react"
import { useEdit, useStep } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { AreaPicker } from "./area-picker.tsx"
import { TextsFields } from "./texts-fields.tsx"
import { UntilField } from "./until-field.tsx"
import { WarningCardView } from "./warning-card.tsx"

type Draft = Pick<Warning, "level" | "areas" | "texts" | "expires">

/** One page, five blocks, no steps: what, where, until, the words, and the card that is there from the start. */
export function Composer({ warning }: { warning: Warning }) {
  const { words, formats } = useSpeech()
  const [draft, setDraft] = useState<Draft>(warning)
  const edit = useEdit(warning.id)
  const step = useStep(warning.id)
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }))
  const body: EditWarning = {
    level: draft.level,
    areas: draft.areas.map(({ id }) => id),
    texts: draft.texts,
    expires: draft.expires,
  }
  const save = (event: FormEvent) => {
    event.preventDefault()
    edit.mutate(body)
  }
  // What is asked for approval is what is on the screen, so it is saved first.
  const submit = () => edit.mutate(body, { onSuccess: () => step.mutate({ verb: "submit" }) })
  const busy = edit.isPending || step.isPending
  return (
    <form onSubmit={save}>
      {warning.rejection && (
        <p className="problem" role="status">
          ✕ {words("console:warning.rejected", { reason: warning.rejection })}
        </p>
      )}
      <LevelBlock level={draft.level} onChange={(level) => change({ level })} />
      <AreaPicker areas={draft.areas} onChange={(areas) => change({ areas })} />
      <UntilField onset={warning.onset} expires={draft.expires} onChange={(expires) => change({ expires })} />
      <TextsFields texts={draft.texts} onChange={(texts) => change({ texts })} />
      <WarningCardView id={warning.id} />
      {edit.isError && <Trouble error={edit.error} />}
      {step.isError && <Trouble error={step.error} />}
      <p className="actions">
        <button type="submit" className="button" disabled={busy}>
          {words("console:composer.save")}
        </button>
        <button type="button" className="button button-main" disabled={busy} onClick={submit}>
          {words("console:composer.submit")}
        </button>
        <span role="status" className="quiet">
          {edit.submittedAt > 0 &&
            edit.isSuccess &&
            words("console:composer.saved", { at: formats.clock(new Date(edit.submittedAt)) })}
        </span>
      </p>
    </form>
  )
}

function LevelBlock({ level, onChange }: { level: Level; onChange: (level: Level) => void }) {
  const { words } = useSpeech()
  return (
    <fieldset className="block choices">
      <legend>{words("console:composer.what")}</legend>
      {levels.map((option) => (
        <label key={option} className="choice">
          <input type="radio" name="level" checked={option === level} onChange={() => onChange(option)} />
          <LevelMark level={option} form="draft" size={24} word />
        </label>
      ))}
    </fieldset>
  )
}
