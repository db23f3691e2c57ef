import { useState } from "react"
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components"
import { signOut, useSession } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { themes, useTheme } from "../../ui/theme.ts"
import { useKeys } from "../keys/keys.tsx"
import { roleWord } from "../say.ts"
import { TrainButton } from "../training/train-button.tsx"
import { KeyHelp } from "./key-help.tsx"
import { RunningLinks } from "./running-links.tsx"

/** Who is here, and how they like it: colours, keys, sign out. On narrow screens also the way to the other screens. */
export function PersonMenu() {
  const { words } = useSpeech()
  const session = useSession()
  const [theme, setTheme] = useTheme()
  const { singleKeys, setSingleKeys } = useKeys()
  const [open, setOpen] = useState(false)
  const name = session?.role ? roleWord(words, session.role) : words("console:person.menu")
  return (
    <>
      <DialogTrigger isOpen={open} onOpenChange={setOpen}>
        <Button className="bar-button">{name} ▾</Button>
        <Popover placement="bottom end">
          <Dialog className="person-menu" aria-label={words("console:person.menu")}>
            <ul className="menu-links">
              <RunningLinks onFollow={() => setOpen(false)} />
            </ul>
            {session && <p>{session.account ?? words("console:person.nobody")}</p>}
            <fieldset className="choices">
              <legend>{words("console:person.colours")}</legend>
              {themes.map((option) => (
                <label key={option} className="choice">
                  <input type="radio" name="theme" checked={theme === option} onChange={() => setTheme(option)} />
                  {words(`console:person.theme.${option}`)}
                </label>
              ))}
            </fieldset>
            <label className="choice">
              <input type="checkbox" checked={singleKeys} onChange={(event) => setSingleKeys(event.target.checked)} />
              {words("console:person.keys")}
            </label>
            <TrainButton />
            {session?.account && (
              <p>
                <button type="button" className="button" onClick={() => void signOut()}>
                  {words("console:person.signOut")}
                </button>
              </p>
            )}
          </Dialog>
        </Popover>
      </DialogTrigger>
      <KeyHelp />
    </>
  )
}
