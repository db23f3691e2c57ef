import { useEffect } from "react"
import { useLive } from "../live/use-live.ts"
import { useSpeech } from "../ui/language.tsx"
import { Journal } from "./journal.tsx"
import { StatusBar } from "./status-bar.tsx"

export function Console() {
  const { words } = useSpeech()
  const live = useLive()
  useEffect(() => {
    document.title = words("console:title")
  }, [words])
  return (
    <>
      <a className="skip" href="#content">
        {words("console:skip")}
      </a>
      <StatusBar live={live} />
      <main id="content">
        <Journal />
      </main>
    </>
  )
}
