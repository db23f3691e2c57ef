import "./map-list.css"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import type { MapThing } from "../../map/content.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { ClockIcon } from "../../ui/pill/clock-icon.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty } from "../../ui/states/query-state.tsx"
import { householdsWord, valueWord } from "../say.ts"

const ROWS = 50
/** A value older than this says so with a dashed border. */
const OLD_AFTER_MS = 30 * 60_000

interface MapListProps {
  readonly things: readonly MapThing[]
  readonly onOpen: (signal: string) => void
  /** Opens the part of the inbox that lies in these areas. */
  readonly onInbox: (areas: readonly string[]) => void
}

/** The map's content as a list, by level. */
export function MapList({ things, onOpen, onInbox }: MapListProps) {
  const { words } = useSpeech()
  const [rows, setRows] = useState(ROWS)
  if (things.length === 0) return <Empty>{words("console:map.empty")}</Empty>
  return (
    <>
      <ul className="rows map-list">
        {things.slice(0, rows).map((thing) => (
          <li key={thing.key} className="map-list-row">
            <Thing thing={thing} onOpen={onOpen} onInbox={onInbox} />
          </li>
        ))}
      </ul>
      {things.length > rows && (
        <p className="map-list-more">
          <button type="button" className="button" onClick={() => setRows(rows + ROWS)}>
            {words("console:more", { count: things.length - rows })}
          </button>
        </p>
      )}
    </>
  )
}

function Thing({ thing, onOpen, onInbox }: { readonly thing: MapThing } & Omit<MapListProps, "things">) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const { station, outage, signal, count } = thing
  const checkedAt = station ? station.valueAt : (outage?.checkedAt ?? null)
  return (
    <>
      {thing.level ? <LevelMark level={thing.level} form="measured" size={20} /> : <span />}
      <span>
        {outage ? (
          <ScreenLink screen="outages" id={outage.id} data-row="">
            {words(`console:lifeline.${outage.lifeline}`)} · {thing.name[language]}
          </ScreenLink>
        ) : count ? (
          <button type="button" className="link" data-row="" onClick={() => onInbox([count.area.id])}>
            {thing.name[language]}
          </button>
        ) : signal ? (
          <button type="button" className="link" data-row="" onClick={() => onOpen(signal)}>
            {thing.name[language]}
          </button>
        ) : (
          <strong>{thing.name[language]}</strong>
        )}
        <span className="map-list-kind">{words(`console:thing.${thing.kind}`)}</span>
      </span>
      <span className="map-list-value">
        {station && valueWord(words, formats, station.value, station.unit)}
        {outage && householdsWord(words, formats, outage.households)}
        {count ? (
          <>
            <strong>{words("console:inbox.signals", { count: count.count })}</strong>
            {count.unseen > 0 && words("console:status.unseen", { count: count.unseen })}
          </>
        ) : checkedAt ? (
          <Pill icon={<ClockIcon />} dashed={now.getTime() - Date.parse(checkedAt) > OLD_AFTER_MS}>
            {formats.ago(new Date(checkedAt), now)}
          </Pill>
        ) : (
          <Pill dashed>{words("console:unknown")}</Pill>
        )}
      </span>
    </>
  )
}
