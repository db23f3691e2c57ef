import "./signal-detail.css"
import type { Signal } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCallback, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { careQuery } from "../../data/alarms.ts"
import { summaryQuery } from "../../data/places.ts"
import { signalQuery } from "../../data/sense.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { valueWord } from "../say.ts"
import { ThreadLines } from "../thread/thread-lines.tsx"
import { CareState } from "./care/care-state.tsx"
import { CareStory } from "./care/care-story.tsx"
import { SignalActions } from "./care/signal-actions.tsx"
import { type Done, UndoBar } from "./care/undo-bar.tsx"
import { SignalCurve } from "./signal-curve.tsx"
import { SignalDevices } from "./signal-devices.tsx"
import { SignalWhy } from "./signal-why.tsx"

/** Why a signal was raised, what lies inside its area, and the next action first among the buttons. */
export function SignalDetail({ id, onMap }: { readonly id: string | undefined; readonly onMap: DetailProps["onMap"] }) {
  const { words } = useSpeech()
  const [done, setDone] = useState<Done>()
  const over = useCallback(() => setDone(undefined), [])
  return (
    <>
      {done && <UndoBar key={`${done.id} ${done.act}`} done={done} onOver={over} />}
      {id ? <Asked key={id} id={id} onDone={setDone} onMap={onMap} /> : <Empty>{words("console:signal.choose")}</Empty>}
    </>
  )
}

interface DetailProps {
  readonly onDone: (done: Done) => void
  readonly onMap: (areas: readonly string[]) => void
}

function Asked({ id, ...on }: DetailProps & { readonly id: string }) {
  return <QueryState query={useQuery(signalQuery(id))}>{(signal) => <Detail signal={signal} {...on} />}</QueryState>
}

function Detail({ signal, onDone, onMap }: DetailProps & { readonly signal: Signal }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const care = useQuery(careQuery(signal.id)).data
  useCommand("thread", () => openScreen("thread", signal.id))
  const stations = new Set(signal.because.map(({ datastream }) => datastream)).size
  return (
    <>
      <div className="pane-head">
        <span>
          {words("console:signal.title")} <span className="code">{signal.code}</span>
        </span>
        <ScreenLink screen="thread" id={signal.id}>
          {words("console:thread.open")} <kbd aria-hidden="true">t</kbd>
        </ScreenLink>
      </div>
      <article className="signal">
        <div className="signal-head">
          <LevelMark level={signal.level} form="measured" size={32} />
          <div>
            <h2 className="signal-title">
              {signal.rule.name[language]}
              {signal.value !== null && ` ${valueWord(words, formats, signal.value, signal.unit)}`}
            </h2>
            <p className="signal-place">
              {signal.area.name[language]}
              {stations > 0 && ` · ${words("console:signal.stations", { count: stations })}`} ·{" "}
              {words("console:signal.since", { at: formats.ago(new Date(signal.raisedAt), now) })} ·{" "}
              <button type="button" className="link" onClick={() => onMap([signal.area.id])}>
                {words("sense:place.onMap")}
              </button>
            </p>
          </div>
        </div>
        <SignalActions signal={signal} line={care?.signal} onDone={onDone} />
        <CareState signal={signal} care={care} />
        <SignalWhy signal={signal} />
        <SignalCurve signal={signal} />
        <SignalDevices signal={signal} />
        <Inside area={signal.area.id} />
        {care && <CareStory care={care} />}
        <ThreadLines record={signal.id} />
      </article>
    </>
  )
}

/** Who and what is inside the area; left out while the server cannot say. */
function Inside({ area }: { area: string }) {
  const { words, formats } = useSpeech()
  const { data } = useQuery(summaryQuery([area]))
  if (!data) return null
  return (
    <p className="signal-inside">
      {words("console:signal.inside", { people: formats.people(data.population) })}
      {Object.entries(data.sites)
        .filter(([, count]) => count > 0)
        .map(([kind, count]) => ` · ${words(`console:site.${kind}`)} ${formats.count(count)}`)}
    </p>
  )
}
