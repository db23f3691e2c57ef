import "./inbox.css"
import type { Signal, SignalPage } from "@holdfast/contracts"
import type { UseQueryResult } from "@tanstack/react-query"
import { useLiveState } from "../../city/clock.tsx"
import { useMayAcknowledge } from "../../data/sense.ts"
import { pathOf } from "../../router/route.ts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { roleWord, valueWord } from "../say.ts"
import { clearedSignals, groupSignals, type SignalGroup } from "./grouping.ts"
import { useHeldRows } from "./use-held-rows.ts"

const CLEARED_MAX = 20

interface InboxProps {
  readonly query: UseQueryResult<SignalPage>
  readonly selected: string | undefined
  readonly onOpen: (signal: string) => void
}

/** What needs somebody, grouped by place and hazard; below it what is over. Only who can act is told that it needs them. */
export function Inbox({ query, selected, onOpen }: InboxProps) {
  const { words, formats } = useSpeech()
  // What was heard last, not what the clock says: without a heartbeat nothing is being checked.
  const checkedAt = useLiveState().beat?.at
  const groups = groupSignals(query.data?.signals ?? [])
  const mayAct = useMayAcknowledge()
  const acts = groups.some(({ lead }) => mayAct(lead.area.id))
  const unseen = groups.filter((group) => group.unseen > 0 && (!acts || mayAct(group.lead.area.id))).length
  const { rows, waiting, letIn, listeners } = useHeldRows(groups)
  return (
    <>
      <div className="pane-head">
        <h2 className="pane-title">{words("console:inbox.title")}</h2>
        <span aria-live="polite">
          {words(acts ? "console:inbox.counts" : "console:inbox.countsUnseen", { unseen, count: groups.length })}
        </span>
      </div>
      <QueryState query={query}>
        {({ signals }) => (
          <>
            {groups.length === 0 && checkedAt && <Empty>{words("console:inbox.empty", { at: formats.time(checkedAt) })}</Empty>}
            <div {...listeners}>
              {waiting > 0 && (
                <button type="button" className="inbox-waiting" onClick={letIn}>
                  {words("console:inbox.waiting", { count: waiting })}
                </button>
              )}
              <ol className="rows">
                {rows.map((group) => (
                  <li key={group.key}>
                    <Row
                      group={group}
                      mine={mayAct(group.lead.area.id)}
                      selected={group.signals.some(({ id }) => id === selected)}
                      onOpen={onOpen}
                    />
                  </li>
                ))}
              </ol>
            </div>
            <Over signals={clearedSignals(signals).slice(0, CLEARED_MAX)} selected={selected} onOpen={onOpen} />
          </>
        )}
      </QueryState>
    </>
  )
}

interface RowProps {
  readonly group: SignalGroup
  /** Whether who is here can act on it. */
  readonly mine: boolean
  readonly selected: boolean
  readonly onOpen: (signal: string) => void
}

function Row({ group, mine, selected, onOpen }: RowProps) {
  const { words, formats, language } = useSpeech()
  const { lead, signals, unseen } = group
  const state =
    unseen > 0
      ? words(mine ? "console:inbox.needsYou" : "console:inbox.unseen")
      : lead.acknowledgedByRole
        ? words("console:inbox.seenBy", { role: roleWord(words, lead.acknowledgedByRole) })
        : words("console:inbox.seen")
  return (
    <a
      className={unseen > 0 && mine ? "inbox-row inbox-row-unseen" : "inbox-row"}
      data-row={lead.id}
      href={pathOf("watch", lead.id)}
      aria-current={selected || undefined}
      onClick={(event) => follow(event, () => onOpen(lead.id))}
    >
      <LevelMark level={lead.level} form="measured" size={20} />
      <span className="inbox-line">
        <span className="inbox-what">
          {lead.rule.name[language]}
          {/* A rule about missing data says so by its name. */}
          {lead.value !== null && ` ${valueWord(words, formats, lead.value, lead.unit)}`}
        </span>
        <time dateTime={lead.raisedAt}>{formats.time(new Date(lead.raisedAt))}</time>
      </span>
      <span className="inbox-line inbox-second">
        <span>
          {lead.area.name[language]}
          {signals.length > 1 && ` · ${words("console:inbox.signals", { count: signals.length })}`}
        </span>
        <span className="inbox-state">{state}</span>
      </span>
    </a>
  )
}

function Over({
  signals,
  selected,
  onOpen,
}: {
  signals: readonly Signal[]
  selected: string | undefined
  onOpen: (id: string) => void
}) {
  const { words, formats, language } = useSpeech()
  if (signals.length === 0) return null
  return (
    <details className="inbox-over">
      <summary>{words("console:inbox.over", { count: signals.length })}</summary>
      <ol className="rows">
        {signals.map((signal) => (
          <li key={signal.id}>
            <a
              className="inbox-row"
              data-row={signal.id}
              href={pathOf("watch", signal.id)}
              aria-current={signal.id === selected || undefined}
              onClick={(event) => follow(event, () => onOpen(signal.id))}
            >
              <LevelMark level="lifted" size={20} />
              <span className="inbox-line">
                <span>{signal.rule.name[language]}</span>
                <time dateTime={signal.raisedAt}>{formats.time(new Date(signal.raisedAt))}</time>
              </span>
              <span className="inbox-line inbox-second">{signal.area.name[language]}</span>
            </a>
          </li>
        ))}
      </ol>
    </details>
  )
}

/** A plain click opens it here; every other kind is the browser's. */
function follow(event: React.MouseEvent, open: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  open()
}
