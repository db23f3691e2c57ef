import "./composer.css"
import type { Warning } from "@holdfast/contracts"
import { useEffect, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useTellDrafting } from "../../data/drafting.ts"
import { useStep } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { AreaPicker } from "./areas/area-picker.tsx"
import { Coach } from "./coach.tsx"
import { DraftConflict, showConflict } from "./draft-conflict.tsx"
import { withMend, withOnset, withUrgency } from "./draft-edits.ts"
import { Phrases } from "./phrases.tsx"
import { Previews } from "./previews.tsx"
import { ResourcesField } from "./resources/resources-field.tsx"
import { SubmitButton } from "./submit-button.tsx"
import { TextsFields } from "./texts-fields.tsx"
import { UntilField } from "./until-field.tsx"
import { useDraftEdits } from "./use-draft-edits.ts"
import { WarningCardView } from "./warning-card.tsx"
import { WhatBlock } from "./what-block.tsx"

/** One page, five blocks, no steps: what, where, until, the words, and the card that is there from the start. */
export function Composer({ warning }: { warning: Warning }) {
  const { words } = useSpeech()
  const now = useCityNow()
  const { draft, theirs, change, save, check, rewrite, keepMine, takeTheirs, savedAtMs, saving, error } = useDraftEdits(warning)
  const step = useStep(warning.id)
  useTellDrafting(warning.id)
  const [submitting, setSubmitting] = useState(false)
  // What is asked for approval is what is on the screen, so it is saved first, and no other window has changed it.
  const submit = async (people?: number) => {
    setSubmitting(true)
    await check().then(
      () => step.mutate({ verb: "submit", ...(people !== undefined && { people }) }),
      () => {},
    )
    setSubmitting(false)
  }
  useSaveKey(save)
  const busy = submitting || step.isPending || theirs !== undefined
  const isLifting = warning.kind === "lifting"
  return (
    <form className="composer" onSubmit={(event) => event.preventDefault()}>
      {warning.rejection && (
        <p className="problem" role="status">
          ✕ {words("console:warning.rejected", { reason: warning.rejection })}
        </p>
      )}
      {!isLifting && (
        <>
          <WhatBlock
            id={warning.id}
            draft={draft}
            because={warning.because}
            onLevel={(level) => change({ ...draft, level }, "choice")}
            onUrgency={(urgency) => change(withUrgency(draft, urgency, now), "choice")}
            onOnset={(onset) => change(withOnset(draft, onset), "choice")}
            onCertainty={(certainty) => change({ ...draft, certainty }, "choice")}
            onStance={(stance) => change({ ...draft, ...stance }, "choice")}
          />
          <AreaPicker
            warning={{ ...warning, ...draft }}
            onChange={(areas) => change({ ...draft, areas }, "choice")}
            onShapes={(shapes) => change({ ...draft, shapes }, "choice")}
          />
        </>
      )}
      <UntilField onset={draft.onset} expires={draft.expires} onChange={(expires) => change({ ...draft, expires }, "choice")} />
      <div className="composer-words">
        <TextsFields id={warning.id} texts={draft.texts} onChange={(texts) => change({ ...draft, texts }, "words")} />
        <Coach
          id={warning.id}
          busy={saving}
          onAdd={(area) => change({ ...draft, areas: [...draft.areas, area] }, "choice")}
          onMend={(mend) => change(withMend(draft, mend), "choice")}
          onRewrite={() => void rewrite().catch(() => {})}
        />
      </div>
      <Phrases id={warning.id} texts={draft.texts} onChange={(texts) => change({ ...draft, texts }, "choice")} />
      {!isLifting && (
        <ResourcesField resources={draft.resources} onChange={(resources) => change({ ...draft, resources }, "choice")} />
      )}
      {theirs && <DraftConflict theirs={theirs} onKeep={keepMine} onTake={takeTheirs} />}
      <Previews warning={warning} />
      <WarningCardView id={warning.id} title={words("console:card.block")} />
      {error && !theirs && <Trouble error={error} />}
      {step.isError && <Trouble error={step.error} />}
      <div className="composer-actions">
        {/* What another body issues is asked for, above. */}
        {warning.mode !== "ask" && <SubmitButton id={warning.id} busy={busy} onSubmit={(people) => void submit(people)} />}
        <button type="button" className="button" disabled={busy || saving} onClick={() => void save().catch(() => {})}>
          {words("console:composer.save")}
        </button>
        {theirs && (
          <button type="button" className="button attention" onClick={showConflict}>
            ! {words("console:conflict.title")}
          </button>
        )}
        <span role="status" className="quiet">
          {saving
            ? words("console:composer.saving")
            : error || theirs
              ? words("console:composer.kept")
              : savedAtMs !== undefined && words("console:composer.saved")}
        </span>
      </div>
    </form>
  )
}

/** Ctrl+S, as everywhere. */
function useSaveKey(save: () => Promise<void>): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return
      event.preventDefault()
      void save().catch(() => {})
    }
    addEventListener("keydown", press)
    return () => removeEventListener("keydown", press)
  }, [save])
}
