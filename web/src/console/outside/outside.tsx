import "./outside.css"
import type { OutsideAlert } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { outsideAlertsQuery, quarantineQuery } from "../../data/others.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { areaNames } from "../say.ts"
import { OutsidePage } from "./outside-page.tsx"
import { headlineOf, ownWords } from "./own-words.ts"
import { Quarantine } from "./quarantine.tsx"
import { SignaturePill } from "./signature.tsx"

const states = ["in-force", "over"] as const
const views = { "in-force": "inForce", over: "over", aside: "aside" } as const
const ROWS = 50
/** What a row names; all of it stands on the alert's page. */
const NAMES_SHOWN = 4
const SIGNALS_SHOWN = 3

/** What others warn of, apart from our own warnings: a list, or one of them. */
export function Outside({ id }: { id: string | undefined }) {
  useCommand("back", id ? () => openScreen("outside") : undefined)
  return id ? <OutsidePage key={id} id={id} /> : <List />
}

function List() {
  const { words } = useSpeech()
  const [view, setView] = useState<keyof typeof views>("in-force")
  const waiting = useQuery(quarantineQuery).data?.waiting ?? 0
  return (
    <div className="page">
      <h1>{words("sources:outside.title")}</h1>
      <p className="quiet outside-intro">{words("sources:outside.intro")}</p>
      <div className="actions" role="group" aria-label={words("sources:outside.choose")}>
        {[...states, "aside" as const].map((one) => (
          <button key={one} type="button" className="button" aria-pressed={view === one} onClick={() => setView(one)}>
            {words(`sources:outside.${views[one]}`)}
            {one === "aside" && waiting > 0 && ` · ${words("sources:outside.quarantine.waiting", { count: waiting })}`}
          </button>
        ))}
      </div>
      {view === "aside" ? <Quarantine /> : <Alerts key={view} state={view} />}
    </div>
  )
}

function Alerts({ state }: { state: (typeof states)[number] }) {
  const { words } = useSpeech()
  const [rows, setRows] = useState(ROWS)
  const query = useQuery(outsideAlertsQuery(state))
  const none = words(state === "over" ? "sources:outside.noneOver" : "sources:outside.none")
  return (
    <QueryState query={query} empty={({ alerts }) => (alerts.length === 0 ? <Empty>{none}</Empty> : undefined)}>
      {({ alerts }) => (
        <>
          <ul className="rows">
            {alerts.slice(0, rows).map((alert) => (
              <li key={alert.id}>
                <Row alert={alert} />
              </li>
            ))}
          </ul>
          {alerts.length > rows && (
            <button type="button" className="button" onClick={() => setRows(rows + ROWS)}>
              {words("console:more", { count: alerts.length - rows })}
            </button>
          )}
        </>
      )}
    </QueryState>
  )
}

function Row({ alert }: { alert: OutsideAlert }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const named = areaNames(alert.areas.slice(0, NAMES_SHOWN), language)
  const unnamed = alert.areas.length - NAMES_SHOWN
  const shown = unnamed > 0 ? words("sources:outside.moreAreas", { areas: named, count: unnamed }) : named
  const unlisted = alert.signals.length - SIGNALS_SHOWN
  return (
    <div className="outside-row">
      <div>
        <ScreenLink screen="outside" id={alert.id} data-row={alert.id} lang={ownWords(alert, language).language}>
          {headlineOf(alert, language)}
        </ScreenLink>
        <p className="quiet">
          {alert.publisher[language]} · {alert.areas.length > 0 ? shown : words("sources:outside.noAreas")} ·{" "}
          {words("sources:outside.until", { at: formats.shortDateTime(new Date(alert.expiresAt)) })} ·{" "}
          {words("sources:outside.received", { at: formats.ago(new Date(alert.receivedAt), now) })}
        </p>
      </div>
      <span className="outside-marks">
        <Pill>{words(`sources:outside.severity.${alert.severity}`)}</Pill>
        {alert.original && <SignaturePill signature={alert.original.signature} />}
        {alert.state !== "in-force" && <Pill>{words(`sources:outside.state.${alert.state}`)}</Pill>}
        {alert.signals.slice(0, SIGNALS_SHOWN).map(({ id, code }) => (
          <ScreenLink key={id} screen="watch" id={id}>
            {code}
          </ScreenLink>
        ))}
        {unlisted > 0 && <span className="quiet">{words("sources:outside.moreSignals", { count: unlisted })}</span>}
      </span>
    </div>
  )
}
