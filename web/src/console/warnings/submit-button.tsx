import { useQuery } from "@tanstack/react-query"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"

/** Asks for approval, and says how many people could give it now. */
export function SubmitButton({ id, busy, onSubmit }: { id: string; busy: boolean; onSubmit: () => void }) {
  const { words } = useSpeech()
  const { data: card } = useQuery(cardQuery(id))
  return (
    <>
      <button type="button" className="button button-main" disabled={busy} onClick={onSubmit}>
        {words("console:composer.submit")}
      </button>
      {card && (
        <span className={card.approvers === 0 ? "attention" : "quiet"}>
          {card.approvers === 0
            ? `! ${words("console:status.noApprover")}`
            : words("console:card.canApprove", { count: card.approvers })}
        </span>
      )}
    </>
  )
}
