import { type Certainty, certainties, type Level, levels, type Urgency, urgencies } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { signalQuery } from "../../data/sense.ts"
import { cardQuery } from "../../data/warn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { valueWord } from "../say.ts"
import type { Draft } from "./draft-edits.ts"
import { HoursField } from "./hours-field.tsx"
import { Suggested } from "./suggested.tsx"

const HOUR_MS = 3_600_000
const LATER_MAX_H = 72

interface WhatBlockProps {
  readonly id: string
  readonly draft: Draft
  /** The signal that led to it; null for what was begun by hand. */
  readonly because: string | null
  readonly onLevel: (level: Level) => void
  readonly onUrgency: (urgency: Urgency) => void
  readonly onOnset: (onset: Date) => void
  readonly onCertainty: (certainty: Certainty) => void
  /** Both as suggested. */
  readonly onStance: (stance: Pick<Draft, "urgency" | "certainty">) => void
}

/** The level and why, how soon, and how sure: the three that CAP asks for, in words of the desk. */
export function WhatBlock({ id, draft, because, onLevel, onUrgency, onOnset, onCertainty, onStance }: WhatBlockProps) {
  const { words } = useSpeech()
  const now = useCityNow()
  return (
    <section className="block" aria-label={words("console:composer.what")}>
      <h2>{words("console:composer.what")}</h2>
      <fieldset className="choices">
        <legend className="visually-hidden">{words("console:composer.level")}</legend>
        {levels.map((option) => (
          <label key={option} className="choice">
            <input type="radio" name="level" checked={option === draft.level} onChange={() => onLevel(option)} />
            <LevelMark level={option} form="draft" size={24} word />
          </label>
        ))}
      </fieldset>
      {because && <Why warning={id} signal={because} />}
      <div className="composer-pair">
        <fieldset className="choices">
          <legend>{words("console:composer.when")}</legend>
          {urgencies.map((option) => (
            <label key={option} className="choice">
              <input type="radio" name="urgency" checked={option === draft.urgency} onChange={() => onUrgency(option)} />
              {words(`console:urgency.${option}`)}
            </label>
          ))}
          {draft.urgency === "Future" && (
            <HoursField
              label={words("console:composer.beginsIn")}
              hours={(Date.parse(draft.onset) - now.getTime()) / HOUR_MS}
              max={LATER_MAX_H}
              onChange={(hours) => onOnset(new Date(now.getTime() + hours * HOUR_MS))}
            />
          )}
        </fieldset>
        <fieldset className="choices">
          <legend>{words("console:composer.sure")}</legend>
          {certainties.map((option) => (
            <label key={option} className="choice">
              <input type="radio" name="certainty" checked={option === draft.certainty} onChange={() => onCertainty(option)} />
              {words(`console:certainty.${option}`)}
            </label>
          ))}
        </fieldset>
      </div>
      <Suggested id={id} draft={draft} onTake={onStance} />
    </section>
  )
}

/** What was measured, over which time and where, and the rule that it broke. */
function Why({ warning, signal: id }: { warning: string; signal: string }) {
  const { words, formats, language } = useSpeech()
  const { data: signal } = useQuery(signalQuery(id))
  const measured = useQuery(cardQuery(warning)).data?.measured
  if (!signal) return null
  return (
    <p>
      {words("console:composer.why")}{" "}
      <ScreenLink screen="watch" id={id}>{`${signal.code} ${signal.rule.name[language]}`}</ScreenLink>
      {/* What was raised from an alert of others has no value. */}
      {(measured || signal.threshold !== null) &&
        `: ${measured?.[language] ?? valueWord(words, formats, signal.value, signal.unit)}`}
      {signal.threshold !== null && ` · ≥ ${valueWord(words, formats, signal.threshold, signal.unit)}`}
    </p>
  )
}
