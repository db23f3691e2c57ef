import "./inbox.css"
import type { InboxPage, SignalGroup } from "@holdfast/contracts"
import type { UseQueryResult } from "@tanstack/react-query"
import { useState } from "react"
import { useLiveState } from "../../city/clock.tsx"
import { useMayAcknowledge } from "../../data/sense.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { BudgetButton } from "./budget/budget-button.tsx"
import { GroupMembers } from "./group-members.tsx"
import { GroupRow, LineRow } from "./inbox-row.tsx"
import { InboxWithin } from "./inbox-within.tsx"
import { useHeldRows } from "./use-held-rows.ts"

interface InboxProps {
  readonly query: UseQueryResult<InboxPage>
  readonly selected: string | undefined
  /** The areas that somebody opened on the map; undefined for the whole inbox. */
  readonly within: readonly string[] | undefined
  readonly onOpen: (signal: string) => void
  readonly onMap: (areas: readonly string[]) => void
  readonly onAll: () => void
}

/** What needs somebody, in lines that the server grouped; below it what is shelved and what is over. */
export function Inbox({ query, selected, within, onOpen, onMap, onAll }: InboxProps) {
  const { words, formats } = useSpeech()
  // What was heard last, not what the clock says: without a heartbeat nothing is being checked.
  const checkedAt = useLiveState().beat?.at
  const groups = query.data?.groups ?? []
  const mayAct = useMayAcknowledge()
  const acts = groups.some((group) => mayAny(group, mayAct))
  const unseen = groups.filter((group) => group.unseen > 0 && (!acts || mayAny(group, mayAct))).length
  const { rows, waiting, letIn, listeners } = useHeldRows(groups)
  return (
    <>
      <div className="pane-head">
        <h2 className="pane-title">{words("console:inbox.title")}</h2>
        <span aria-live="polite">
          {words(acts ? "console:inbox.counts" : "console:inbox.countsUnseen", { unseen, count: groups.length })}
        </span>
        <BudgetButton />
      </div>
      <QueryState query={query}>
        {(page) =>
          within ? <InboxWithin page={page} areas={within} selected={selected} onOpen={onOpen} onAll={onAll} /> : whole(page)
        }
      </QueryState>
    </>
  )

  function whole({ shelved, over, counts }: InboxPage) {
    return (
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
              <Group
                key={group.key}
                group={group}
                mine={mayAny(group, mayAct)}
                selected={selected}
                onOpen={onOpen}
                onMap={onMap}
              />
            ))}
          </ol>
          {counts.groups > groups.length && (
            <p className="inbox-rest">{words("console:inbox.restGroups", { count: counts.groups - groups.length })}</p>
          )}
        </div>
        {shelved.length > 0 && (
          <details className="inbox-over">
            <summary>{words("console:inbox.shelved", { count: counts.shelved })}</summary>
            <ol className="rows">
              {shelved.map((line) => (
                <li key={line.id}>
                  <LineRow line={line} selected={line.id === selected} onOpen={onOpen} />
                </li>
              ))}
            </ol>
          </details>
        )}
        {over.length > 0 && (
          <details className="inbox-over">
            <summary>{words("console:inbox.over", { count: over.length })}</summary>
            <ol className="rows">
              {over.map((line) => (
                <li key={line.id}>
                  <LineRow line={line} selected={line.id === selected} onOpen={onOpen} />
                </li>
              ))}
            </ol>
          </details>
        )}
      </>
    )
  }
}

interface GroupProps {
  readonly group: SignalGroup
  /** Whether who is here can act on some of it. */
  readonly mine: boolean
  readonly selected: string | undefined
  readonly onOpen: (signal: string) => void
  readonly onMap: (areas: readonly string[]) => void
}

function Group({ group, mine, selected, onOpen, onMap }: GroupProps) {
  const { words } = useSpeech()
  const [open, setOpen] = useState(false)
  return (
    <li className={group.count > 1 ? "inbox-group" : undefined}>
      <GroupRow group={group} mine={mine} selected={group.lead.id === selected} onOpen={onOpen} />
      {group.count > 1 && (
        <div className="inbox-more">
          <button type="button" className="inbox-expand" aria-expanded={open} onClick={() => setOpen(!open)}>
            <span aria-hidden="true">{open ? "▾" : "▸"}</span> {words("console:inbox.signals", { count: group.count })}
          </button>
          <button type="button" className="inbox-expand" onClick={() => onMap(group.areas.map(({ area }) => area.id))}>
            {words("sense:place.onMap")}
          </button>
        </div>
      )}
      {open && <GroupMembers group={group} mine={mine} selected={selected} onOpen={onOpen} />}
    </li>
  )
}

function mayAny({ areas }: SignalGroup, mayAct: (area: string) => boolean): boolean {
  return areas.some(({ area }) => mayAct(area.id))
}
