import "./status-bar.css"
import { useQuery } from "@tanstack/react-query"
import { useBeatAge, useCityNow, useIsStale, useLiveState } from "../../city/clock.tsx"
import { inboxQuery } from "../../data/alarms.ts"
import { useMay, useSession } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { SoundSwitch } from "../sound/sound-switch.tsx"
import { PersonMenu } from "./person-menu.tsx"

/** What never leaves the screen: the city, how live it is, the city's time and zone, what is unseen, the language. */
export function StatusBar() {
  const { words, switchLanguage, language } = useSpeech()
  const session = useSession()
  const { data } = useQuery(inboxQuery)
  const unseen = data?.counts.unseen
  return (
    <header className="status-bar">
      <strong>{session?.city[language] ?? words("console:city")}</strong>
      <Heartbeat />
      <CityTime />
      {unseen !== undefined && <span className="bar-item">{words("console:status.unseen", { count: unseen })}</span>}
      <Approvers others={session?.approversOnDuty ?? null} />
      <SoundSwitch />
      <span className="bar-rest" />
      <button type="button" className="bar-button" onClick={switchLanguage} lang={language === "en" ? "zh-CN" : "en"}>
        {words("console:status.language")}
      </button>
      <PersonMenu />
    </header>
  )
}

/** Whether anybody could approve a warning now; an approver who looks at this counts. */
function Approvers({ others }: { others: number | null }) {
  const { words } = useSpeech()
  const mayApprove = useMay("warn.approve")
  if (others === null) return null
  const count = others + (mayApprove ? 1 : 0)
  if (count === 0) return <span className="bar-item attention">! {words("console:status.noApprover")}</span>
  return <span className="bar-item">{words("console:status.approvers", { count })}</span>
}

function Heartbeat() {
  const { words, formats } = useSpeech()
  const live = useLiveState()
  const ageMs = useBeatAge()
  const stale = useIsStale()
  if (!live.beat) return <span className={live.lost ? "problem" : "live"}>{words("console:status.connecting")}</span>
  if (stale) {
    return (
      <span className="problem" role="alert">
        ✕ {words("console:status.stale", { at: formats.clock(live.beat.at) })}
      </span>
    )
  }
  return <span className="live">♥ {words("console:status.live", { seconds: Math.floor((ageMs ?? 0) / 1_000) })}</span>
}

function CityTime() {
  const { formats } = useSpeech()
  const live = useLiveState()
  const now = useCityNow()
  if (!live.beat) return null
  return (
    <span className="bar-time">
      <strong>{formats.dateTime(now)}</strong> <span className="quiet">{formats.zone(now)}</span>
    </span>
  )
}
