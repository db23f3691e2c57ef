import type { PublicWarning } from "../modules/warn/index.ts"
import type { Html } from "../platform/html/index.ts"
import { foldEvents } from "./fold-events.ts"
import type { Making } from "./page-context.ts"
import { cardInForce } from "./warning-card.ts"

/** All of these as cards, one for each thing that people should know. */
export function cardsInForce(
  warnings: readonly PublicWarning[],
  making: Making,
  options: { readonly after?: (first: PublicWarning) => Html },
): Html[] {
  return foldEvents(warnings, making.view.language).map((card) =>
    cardInForce(card, making, { open: false, after: options.after?.(card.first) }),
  )
}
