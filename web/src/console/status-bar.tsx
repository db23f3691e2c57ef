import { useEffect, useState } from "react"
import type { LiveState } from "../live/use-live.ts"
import { useSpeech } from "../ui/language.tsx"

/** After this long without a heartbeat the screen says that it is no longer live. */
const STALE_MS = 10_000

/** What never leaves the screen: the city, how live it is, the city's time and zone, the language. */
export function StatusBar({ live }: { live: LiveState }) {
  const { words, formats, switchLanguage, language } = useSpeech()
  const nowMs = useTick()
  const ageMs = live.beat ? nowMs - live.beat.heardMs : undefined
  const stale = ageMs !== undefined && ageMs > STALE_MS
  const cityTime = live.beat ? new Date(live.beat.at.getTime() + (ageMs ?? 0)) : undefined
  return (
    <header className="status-bar">
      <strong>{words("console:city")}</strong>
      <span className={stale || live.lost ? "problem" : "live"}>
        {ageMs === undefined
          ? words("console:status.connecting")
          : stale || live.lost
            ? `✕ ${words("console:status.stale", { at: formats.clock(live.beat!.at) })}`
            : `♥ ${words("console:status.live", { seconds: Math.floor(Math.max(0, ageMs) / 1000) })}`}
      </span>
      {cityTime && (
        <span>
          {formats.dateTime(cityTime)} {formats.zone(cityTime)}
        </span>
      )}
      <span className="quiet">{words("console:status.position", { position: live.position })}</span>
      <button type="button" className="button" onClick={switchLanguage} lang={language === "en" ? "zh-CN" : "en"}>
        {words("console:status.language")}
      </button>
    </header>
  )
}

function useTick(): number {
  const [nowMs, setNowMs] = useState(() => performance.now())
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000)
    return () => clearInterval(timer)
  }, [])
  return nowMs
}
