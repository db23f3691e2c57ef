import { useInDrill } from "../../data/drill.ts"
import { useSpeech } from "../../ui/language.tsx"
import type { CheckedCard } from "./use-checked-card.ts"

interface ApproveButtonProps {
  readonly checked: CheckedCard
  readonly disabled: boolean
  readonly onApprove: () => void
  /** Larger on a phone. */
  readonly look?: string
}

/** Says what it does, with the number; in a drill, that nobody outside gets it. */
export function ApproveButton({
  checked: { card, state },
  disabled,
  onApprove,
  look = "button button-main",
}: ApproveButtonProps) {
  const { words, formats } = useSpeech()
  const drill = useInDrill()
  const text = drill
    ? words("console:approve.drill")
    : card
      ? words("console:approve.send", { people: formats.people(card.population) })
      : words(state === "loading" ? "console:approve.sendLoading" : "console:approve.sendUnknown")
  return (
    <button type="button" className={look} disabled={disabled} onClick={onApprove}>
      {text}
    </button>
  )
}
