import "./field.css"
import { useEffect } from "react"
import { useCityNow, useIsStale, useLiveState } from "../city/clock.tsx"
import { DrillFrame } from "../console/shell/drill-bar.tsx"
import { SignInNotice } from "../console/shell/sign-in-notice.tsx"
import { useInDrill } from "../data/drill.ts"
import { useSession } from "../data/session.ts"
import { useSpeech } from "../ui/language.tsx"
import { SyncLine } from "./sync-line.tsx"
import { Tasks } from "./tasks.tsx"
import { useOutbox } from "./use-outbox.ts"

/** The face of those who are outside: one hand, wet screen, a network that comes and goes. */
export default function Field() {
  const { words, language, switchLanguage } = useSpeech()
  const session = useSession()
  const drill = useInDrill()
  const outbox = useOutbox()
  useEffect(() => {
    document.title = `${drill ? "演练 " : ""}${words("field:title")}`
  }, [words, drill])
  return (
    <>
      <a className="skip" href="#content">
        {words("console:skip")}
      </a>
      <DrillFrame />
      <header className="field-bar">
        <strong>{session?.city[language] ?? words("console:city")}</strong>
        <Connection />
        <button type="button" className="field-small" onClick={switchLanguage} lang={language === "en" ? "zh-CN" : "en"}>
          {words("console:status.language")}
        </button>
      </header>
      <main id="content" className="field-main" tabIndex={-1}>
        <SignInNotice words={words("field:signIn")} />
        <SyncLine outbox={outbox} />
        <Tasks role={session?.role ?? undefined} outbox={outbox} />
      </main>
    </>
  )
}

/** Whether the phone hears the city now, and if not, since when. */
function Connection() {
  const { words, formats } = useSpeech()
  const live = useLiveState()
  const stale = useIsStale()
  const now = useCityNow()
  if (!live.beat) return <span className="field-quiet">{words("field:connecting")}</span>
  if (stale) {
    return (
      <span className="field-attention" role="status">
        ! {words("field:offline", { at: formats.time(live.beat.at) })}
      </span>
    )
  }
  return (
    <span className="field-ok">
      {words("field:live")} {formats.time(now)}
    </span>
  )
}
