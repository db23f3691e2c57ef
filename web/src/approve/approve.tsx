import "../field/field.css"
import "./approve.css"
import { useQuery } from "@tanstack/react-query"
import { useEffect } from "react"
import { DrillFrame } from "../console/shell/drill-bar.tsx"
import { useCalls } from "../data/authority.ts"
import { useInDrill } from "../data/drill.ts"
import { useMay, useSession } from "../data/session.ts"
import { warningQuery, warningsQuery } from "../data/warn.ts"
import { usePath } from "../router/router.tsx"
import { useSpeech } from "../ui/language.tsx"
import { LevelMark } from "../ui/level-mark/level-mark.tsx"
import { Empty, QueryState } from "../ui/states/query-state.tsx"
import { ApproveOne } from "./approve-one.tsx"

/** The approver's face, for a phone: one warning on one screen, or the list of what waits when the address names none. */
export default function Approve() {
  const { words, language, switchLanguage } = useSpeech()
  const session = useSession()
  const drill = useInDrill()
  const [, , id] = usePath().split("/")
  useEffect(() => {
    document.title = `${drill ? "演练 " : ""}${words("authority:phone.title")}`
  }, [words, drill])
  return (
    <>
      <a className="skip" href="#content">
        {words("console:skip")}
      </a>
      <DrillFrame />
      <header className="field-bar">
        <strong>{session?.city[language] ?? words("console:city")}</strong>
        <button type="button" className="field-small" onClick={switchLanguage} lang={language === "en" ? "zh-CN" : "en"}>
          {words("console:status.language")}
        </button>
      </header>
      <main id="content" className="field-main approve-main" tabIndex={-1}>
        {session?.account === null ? (
          <p>
            {words("authority:phone.signedOut")} <a href="/sign-in">{words("authority:phone.signIn")}</a>
          </p>
        ) : id ? (
          <One id={id} />
        ) : (
          <Waiting />
        )}
      </main>
    </>
  )
}

function One({ id }: { id: string }) {
  const query = useQuery(warningQuery(id))
  return <QueryState query={query}>{(warning) => <ApproveOne key={warning.id} warning={warning} />}</QueryState>
}

function Waiting() {
  const { words, language } = useSpeech()
  const may = useMay("warn.approve")
  const called = new Set(useCalls()?.approve.map(({ warning }) => warning))
  const query = useQuery(warningsQuery)
  return (
    <>
      <h1>{words("authority:phone.title")}</h1>
      <QueryState query={query}>
        {({ warnings }) => {
          const waiting = may ? warnings.filter(({ state, mine }) => state === "submitted" && !mine) : []
          if (waiting.length === 0) return <Empty>{words("authority:phone.none")}</Empty>
          const first = waiting.toSorted((one, other) => Number(called.has(other.id)) - Number(called.has(one.id)))
          return (
            <ul className="approve-list">
              {first.map(({ id, code, level, texts }) => (
                <li key={id}>
                  <a className="field-card" href={`/approve/${id}`}>
                    <LevelMark level={level} form="draft" size={28} />
                    <span>
                      {code} {texts[language].headline}
                    </span>
                  </a>
                </li>
              ))}
            </ul>
          )
        }}
      </QueryState>
    </>
  )
}
