import "./watch.css"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useIsStale } from "../../city/clock.tsx"
import { inboxQuery } from "../../data/alarms.ts"
import { openScreen } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { useCommand } from "../keys/keys.tsx"
import { Inbox } from "./inbox.tsx"
import { MapPane } from "./map-pane.tsx"
import { SignalDetail } from "./signal-detail.tsx"

const panes = ["inbox", "map", "detail"] as const
type Pane = (typeof panes)[number]

/** The home of the people on duty: what needs them, where it is, and why. Below 1024 px one pane at a time. */
export function Watch({ id }: { id: string | undefined }) {
  const { words } = useSpeech()
  const stale = useIsStale()
  const inbox = useQuery(inboxQuery)
  // Inbox and map show the same numbers, and each leads to the other by its areas.
  const [within, setWithin] = useState<readonly string[]>()
  const [sight, setSight] = useState<readonly string[]>()
  const [pane, setPane] = useState<Pane>(id ? "detail" : "inbox")
  const open = (signal: string) => {
    openScreen("watch", signal)
    setPane("detail")
  }
  const toInbox = (areas: readonly string[]) => {
    setWithin(areas)
    setPane("inbox")
  }
  const toMap = (areas: readonly string[]) => {
    setSight([...areas])
    setPane("map")
  }
  const step = (by: 1 | -1) => {
    // The rows as they stand there, with those of lines that are open.
    const rows = [...document.querySelectorAll<HTMLElement>(".watch-inbox [data-row]")].filter((row) => row.checkVisibility())
    // The first of a line that is open stands there twice: the focus tells which of them.
    const focused = rows.findIndex((row) => row === document.activeElement)
    const now = focused === -1 ? rows.findIndex((row) => row.dataset["row"] === id) : focused
    const row = rows[Math.min(Math.max(now + by, 0), rows.length - 1)]
    if (!row) return
    openScreen("watch", row.dataset["row"], { replace: true })
    row.focus()
  }
  useCommand("next", () => step(1))
  useCommand("previous", () => step(-1))
  useCommand("back", id ? () => (openScreen("watch"), setPane("inbox")) : undefined)
  return (
    <div className={`watch watch-shows-${pane}${stale ? " watch-stale" : ""}`}>
      <h1 className="visually-hidden">{words("console:nav.watch")}</h1>
      <section className="watch-inbox" data-pane tabIndex={-1} aria-label={words("console:inbox.title")}>
        <Inbox query={inbox} selected={id} within={within} onOpen={open} onMap={toMap} onAll={() => setWithin(undefined)} />
      </section>
      <section className="watch-map" data-pane tabIndex={-1} aria-label={words("console:map.title")}>
        <MapPane sight={sight} onOpen={open} onInbox={toInbox} />
      </section>
      <section
        className={id ? "watch-detail" : "watch-detail watch-detail-none"}
        data-pane
        tabIndex={-1}
        aria-label={words("console:signal.title")}
      >
        <SignalDetail id={id} onMap={toMap} />
      </section>
      <div className="watch-tabs" role="group" aria-label={words("console:panes")}>
        {panes.map((name) => (
          <button key={name} type="button" aria-pressed={pane === name} onClick={() => setPane(name)}>
            {words(`console:pane.${name}`)}
          </button>
        ))}
      </div>
    </div>
  )
}
