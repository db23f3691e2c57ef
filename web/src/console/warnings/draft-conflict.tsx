import { placesOf, type Warning } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { areaNames } from "../say.ts"
import { TextsShown } from "./texts-shown.tsx"

interface DraftConflictProps {
  /** The draft as it stands on the server now. */
  readonly theirs: Warning
  readonly onKeep: () => void
  readonly onTake: () => void
}

const CONFLICT_ID = "composer-conflict"

/** Leads to it from the bar that stays on the screen. */
export function showConflict(): void {
  document.getElementById(CONFLICT_ID)?.focus()
}

/** Another window changed the draft meanwhile: what was written here stays in the fields, what stands there now is shown below. */
export function DraftConflict({ theirs, onKeep, onTake }: DraftConflictProps) {
  const { words, formats, language } = useSpeech()
  return (
    <section id={CONFLICT_ID} className="block draft-conflict" aria-label={words("console:conflict.title")} tabIndex={-1}>
      <p className="problem" role="alert">
        ✕ {words("console:conflict.draft")}
      </p>
      <p className="facts">
        <LevelMark level={theirs.level} form="draft" size={24} word />
        <span>{areaNames(placesOf(theirs), language)}</span>
        <span>{formats.span(new Date(theirs.onset), new Date(theirs.expires))}</span>
        <span>{words(`console:urgency.${theirs.urgency}`)}</span>
        <span>{words(`console:certainty.${theirs.certainty}`)}</span>
      </p>
      <TextsShown texts={theirs.texts} />
      <p className="actions">
        <button type="button" className="button button-main" onClick={onKeep}>
          {words("console:conflict.keep")}
        </button>
        <button type="button" className="button" onClick={onTake}>
          {words("console:conflict.take")}
        </button>
      </p>
      <p className="quiet">{words("console:conflict.keeps")}</p>
    </section>
  )
}
