import "./signal-detail.css"
import type { Signal, SignalPage } from "@holdfast/contracts"
import { type UseQueryResult, useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { summaryQuery } from "../../data/places.ts"
import { signalQuery, useAcknowledge, useMayAcknowledge, useMayDraft } from "../../data/sense.ts"
import { useDraft } from "../../data/warn.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { roleWord, valueWord } from "../say.ts"
import { ThreadLines } from "../thread/thread-lines.tsx"
import { SignalCurve } from "./signal-curve.tsx"

/** Why a signal was raised, what lies inside its area, and the next action first among the buttons. */
export function SignalDetail({ query, id }: { query: UseQueryResult<SignalPage>; id: string | undefined }) {
  const { words } = useSpeech()
  const listed = query.data?.signals.find((signal) => signal.id === id)
  if (!id) return <Empty>{words("console:signal.choose")}</Empty>
  return listed ? <Detail signal={listed} /> : <Unlisted id={id} />
}

/** An old signal that the list no longer holds, opened from a thread. */
function Unlisted({ id }: { id: string }) {
  return <QueryState query={useQuery(signalQuery(id))}>{(signal) => <Detail signal={signal} />}</QueryState>
}

function Detail({ signal }: { signal: Signal }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
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
              {words("console:signal.since", { at: formats.ago(new Date(signal.raisedAt), now) })}
            </p>
          </div>
        </div>
        <Actions signal={signal} />
        <h3>{words("console:signal.why")}</h3>
        <p>
          {signal.threshold === null
            ? words("console:signal.rule", { rule: signal.rule.name[language] })
            : words("console:signal.ruleAt", {
                rule: signal.rule.name[language],
                threshold: formats.measure(signal.threshold, signal.unit),
              })}
        </p>
        <ul className="signal-values">
          {latestByThing(signal).map((value) => (
            <li key={value.datastream}>
              {value.thing[language]} <strong>{valueWord(words, formats, value.value, signal.unit)}</strong>{" "}
              <span className="quiet">{formats.ago(new Date(value.at), now)}</span>
            </li>
          ))}
        </ul>
        <SignalCurve signal={signal} />
        <Inside area={signal.area.id} />
        <ThreadLines record={signal.id} />
      </article>
    </>
  )
}

function latestByThing(signal: Signal): Signal["because"] {
  return [...new Map(signal.because.map((value) => [value.datastream, value])).values()]
}

function Actions({ signal }: { signal: Signal }) {
  const { words, formats } = useSpeech()
  const acknowledge = useAcknowledge()
  const draft = useDraft()
  const write = () => draft.mutate({ signal: signal.id }, { onSuccess: ({ id }) => openScreen("warnings", id) })
  const see = () => acknowledge.mutate(signal.id)
  const mayAcknowledge = useMayAcknowledge()
  const mayDraft = useMayDraft()
  const open = signal.state === "open" && mayAcknowledge(signal.area.id)
  const draftable = signal.state !== "cleared" && mayDraft(signal.area.id)
  useCommand("draft", !draftable || draft.isPending ? undefined : write)
  useCommand("acknowledge", open && !acknowledge.isPending ? see : undefined)
  return (
    <>
      <p className="actions">
        {draftable && (
          <button type="button" className="button button-main" disabled={draft.isPending} onClick={write}>
            {words("console:signal.draft")} <kbd aria-hidden="true">w</kbd>
          </button>
        )}
        {open && (
          <button type="button" className="button" disabled={acknowledge.isPending} onClick={see}>
            {words("console:signal.acknowledge")} <kbd aria-hidden="true">a</kbd>
          </button>
        )}
      </p>
      {signal.acknowledgedAt && (
        <p className="quiet">
          {words("console:signal.acknowledged", {
            role: roleWord(words, signal.acknowledgedByRole ?? ""),
            at: formats.shortDateTime(new Date(signal.acknowledgedAt)),
          })}
        </p>
      )}
      {signal.clearedAt && <p>{words("console:signal.cleared", { at: formats.shortDateTime(new Date(signal.clearedAt)) })}</p>}
      {draft.isError && <Trouble error={draft.error} />}
      {acknowledge.isError && <Trouble error={acknowledge.error} />}
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
