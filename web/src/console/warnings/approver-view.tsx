import type { Warning } from "@holdfast/contracts"
import { type Language, languageNames, languages } from "@holdfast/words"
import { useState } from "react"
import { useInDrill } from "../../data/drill.ts"
import { useMay, useSession } from "../../data/session.ts"
import { useStep } from "../../data/warn.ts"
import { isConflict } from "../../ui/api.ts"
import { useSpeech } from "../../ui/language.tsx"
import { ReasonForm } from "../../ui/reason-form/reason-form.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { areaNames, roleWord } from "../say.ts"
import { AreaMap } from "./area-map.tsx"
import { TextsShown } from "./texts-shown.tsx"
import { type CheckedCard, useCheckedCard } from "./use-checked-card.ts"
import { WarningCardView } from "./warning-card.tsx"

/** The languages that were read, of one version. */
interface Read {
  readonly version: string
  readonly languages: readonly Language[]
}

const usualReasons = ["area", "words", "level"]

/** The second person: the card, the areas, both languages with a tick each, the map last, and the way back with a reason. */
export function ApproverView({ warning }: { warning: Warning }) {
  const { words, language } = useSpeech()
  const version = warning.version ?? ""
  const [began] = useState(version)
  const [read, setRead] = useState<Read>({ version, languages: [] })
  const session = useSession()
  const may = useMay("warn.approve")
  const step = useStep(warning.id)
  const checked = useCheckedCard(warning.id)
  // What was ticked in another version was not read in this one.
  const ticked = read.version === version ? read.languages : []
  const tick = (which: Language) =>
    setRead({ version, languages: ticked.includes(which) ? ticked.filter((other) => other !== which) : [...ticked, which] })
  const bothRead = ticked.length === languages.length
  return (
    <>
      {version !== began && !bothRead && (
        <p className="problem" role="alert">
          ✕ {words("console:conflict.approve")}
        </p>
      )}
      <WarningCardView id={warning.id} />
      <section className="block">
        <h2>{words("console:approve.where")}</h2>
        <p>
          <strong>{areaNames(warning.areas, language)}</strong>
        </p>
        <p>
          {words("console:urgency.label")}: {words(`console:urgency.${warning.urgency}`)} · {words("console:certainty.label")}:{" "}
          {words(`console:certainty.${warning.certainty}`)}
        </p>
      </section>
      <TextsShown
        texts={warning.texts}
        below={(which) => (
          <label className="choice">
            <input type="checkbox" checked={ticked.includes(which)} onChange={() => tick(which)} />
            {words("console:approve.read", { language: languageNames[which] })}
          </label>
        )}
      />
      <section className="block">
        <AreaMap warning={warning} />
      </section>
      {step.isError && !(isConflict(step.error) && bothRead) && <Trouble error={step.error} />}
      {may === false ? (
        <p>
          {words("console:approve.notYou", {
            role: session?.role ? roleWord(words, session.role) : words("console:person.nobody"),
          })}
        </p>
      ) : (
        <>
          <section className="block">
            <p className="quiet">{words("console:approve.after")}</p>
            <p className="actions">
              <ApproveButton
                checked={checked}
                disabled={!bothRead || checked.state === "loading" || step.isPending}
                onApprove={() => step.mutate({ verb: "approve", version })}
              />
              <span className="quiet" role="status">
                {!bothRead ? words("console:approve.readFirst") : checked.state === "loading" && words("console:card.loading")}
              </span>
            </p>
          </section>
          <section className="block" aria-label={words("console:approve.reject")}>
            <ReasonForm
              label={words("console:approve.reason")}
              send={words("console:approve.reject")}
              usual={{
                title: words("console:approve.usual"),
                reasons: usualReasons.map((reason) => words(`console:approve.because.${reason}`)),
              }}
              main={false}
              busy={step.isPending}
              onSend={(reason) => step.mutate({ verb: "reject", version, reason })}
            />
          </section>
        </>
      )}
    </>
  )
}

interface ApproveButtonProps {
  readonly checked: CheckedCard
  readonly disabled: boolean
  readonly onApprove: () => void
}

/** Says what it does, with the number; in a drill, that nobody outside gets it. */
function ApproveButton({ checked: { card, state }, disabled, onApprove }: ApproveButtonProps) {
  const { words, formats } = useSpeech()
  const drill = useInDrill()
  const text = drill
    ? words("console:approve.drill")
    : card
      ? words("console:approve.send", { people: formats.people(card.population) })
      : words(state === "loading" ? "console:approve.sendLoading" : "console:approve.sendUnknown")
  return (
    <button type="button" className="button button-main" disabled={disabled} onClick={onApprove}>
      {text}
    </button>
  )
}
