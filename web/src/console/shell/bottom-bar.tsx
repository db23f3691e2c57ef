import "./bottom-bar.css"
import { useSpeech } from "../../ui/language.tsx"
import { RunningLinks } from "./running-links.tsx"

/** What is running in the city; each item opens its list. */
export function BottomBar() {
  const { words } = useSpeech()
  return (
    <nav className="bottom-bar" aria-label={words("console:nav.title")}>
      <ul>
        <RunningLinks />
      </ul>
    </nav>
  )
}
