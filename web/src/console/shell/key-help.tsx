import { useState } from "react"
import { Window } from "../../ui/dialog/window.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { keyMap } from "../keys/key-map.ts"
import { useCommand } from "../keys/keys.tsx"

/** The list of keys, opened with `?`. */
export function KeyHelp() {
  const { words } = useSpeech()
  const [open, setOpen] = useState(false)
  useCommand("help", () => setOpen(true))
  return (
    <Window title={words("console:keys.title")} open={open} onClose={() => setOpen(false)}>
      <dl className="key-help">
        {keyMap.map(([keys, command]) => (
          <div key={keys}>
            <dt>
              {keys.split(" ").map((key) => (
                <kbd key={key}>{key === "Escape" ? "Esc" : key}</kbd>
              ))}
            </dt>
            <dd>{words(`console:keys.${command}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{words("console:keys.never")}</p>
    </Window>
  )
}
