import { type Screen, screens } from "../../router/route.ts"
import { openScreen } from "../../router/router.tsx"
import { useCommand } from "../keys/keys.tsx"

/** The keys that work on every screen: going to another one, through its rows, and through its panes. */
export function GeneralKeys() {
  useCommand("next", () => moveFocus("[data-row]", 1))
  useCommand("previous", () => moveFocus("[data-row]", -1))
  useCommand("next-pane", () => moveFocus("[data-pane]", 1, true))
  useCommand("comment", () => openScreen("journal"))
  return screens.map((screen) => <GoKey key={screen} screen={screen} />)
}

function GoKey({ screen }: { screen: Screen }) {
  useCommand(`go-${screen}`, () => openScreen(screen))
  return null
}

/** Moves the focus among what is visible; at the end it stays, or begins anew when `around`. */
function moveFocus(selector: string, step: 1 | -1, around = false): void {
  const found = [...document.querySelectorAll<HTMLElement>(selector)].filter((element) => element.checkVisibility())
  const now = found.findIndex((element) => element === document.activeElement || element.contains(document.activeElement))
  const wanted = now === -1 ? 0 : now + step
  found[around ? (wanted + found.length) % found.length : Math.min(Math.max(wanted, 0), found.length - 1)]?.focus()
}
