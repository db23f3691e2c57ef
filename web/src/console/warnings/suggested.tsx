import { Certainty, Urgency } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import type { Draft } from "./draft-edits.ts"

interface SuggestedProps {
  readonly id: string
  readonly draft: Draft
  readonly onTake: (stance: Pick<Draft, "urgency" | "certainty">) => void
}

/** How soon, how bad, and how sure, as the pack and the time that is left suggest, and why. */
export function Suggested({ id, draft, onTake }: SuggestedProps) {
  const { words } = useSpeech()
  const suggested = useQuery(cardQuery(id)).data?.beside.suggested
  const urgency = Urgency.safeParse(suggested?.urgency).data
  const certainty = Certainty.safeParse(suggested?.certainty).data
  if (!suggested || !urgency || !certainty) return null
  const differs = urgency !== draft.urgency || certainty !== draft.certainty
  return (
    <p className="quiet">
      {words("coach:suggest.said", {
        urgency: words(`console:urgency.${urgency}`),
        severity: words(`coach:severity.${suggested.severity}`),
        certainty: words(`console:certainty.${certainty}`),
      })}{" "}
      {suggested.why}{" "}
      {differs && (
        <button type="button" className="chip" onClick={() => onTake({ urgency, certainty })}>
          {words("coach:suggest.take")}
        </button>
      )}
    </p>
  )
}
