import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"

/** Stands in the address where an incident would. */
export const LEDGER = "ledger"

/** The two things that a city learns from here: what came of incidents, and what came of warnings. */
export function ReviewTabs({ now }: { now: "incidents" | "warnings" }) {
  const { words } = useSpeech()
  return (
    <nav className="review-tabs" aria-label={words("console:nav.reviews")}>
      <ScreenLink screen="reviews" aria-current={now === "incidents" ? "page" : undefined}>
        {words("learn:ledger.incidents")}
      </ScreenLink>
      <ScreenLink screen="reviews" id={LEDGER} aria-current={now === "warnings" ? "page" : undefined}>
        {words("learn:ledger.warnings")}
      </ScreenLink>
    </nav>
  )
}
