import "./thread.css"
import type { Thread } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { threadQuery } from "../../data/learn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { protectedWord } from "../say.ts"
import { phases, type ThreadRow, targetOf, threadRows } from "./thread-order.ts"

/** Where a record comes from and what it led to: a list by time, with the phases as lanes on wide screens. */
export function ThreadView({ id }: { id: string | undefined }) {
  const { words } = useSpeech()
  useCommand("back", () => history.back())
  return (
    <div className="page">
      <h1>{words("console:thread.title")}</h1>
      {id ? <Found record={id} /> : <Empty>{words("console:thread.choose")}</Empty>}
    </div>
  )
}

function Found({ record }: { record: string }) {
  return <QueryState query={useQuery(threadQuery(record))}>{(thread) => <Rows thread={thread} />}</QueryState>
}

function Rows({ thread }: { thread: Thread }) {
  const { words } = useSpeech()
  return (
    <>
      <div className="thread-lanes" aria-hidden="true">
        {phases.map((phase) => (
          <span key={phase}>{words(`console:phase.${phase}`)}</span>
        ))}
      </div>
      <ol className="rows">
        {threadRows(thread).map((row, index) => (
          <li key={row.node.record ?? index}>
            <Row row={row} />
          </li>
        ))}
      </ol>
      {thread.protectedCount !== "0" && <p className="thread-protected">◌ {protectedWord(words, thread.protectedCount)}</p>}
    </>
  )
}

function Row({ row }: { row: ThreadRow }) {
  const { words, formats, language } = useSpeech()
  const { node, side, phase } = row
  const target = targetOf(row)
  const sealed = node.title === null
  const text = node.title?.[language] ?? words("console:thread.sealed")
  return (
    <div className={`thread-row thread-${phase} thread-${side}`}>
      <span className="thread-lane">{words(`console:phase.${phase}`)}</span>
      <span className="thread-node">
        <time className="quiet" dateTime={node.day ?? node.at}>
          {node.day ? formats.day(new Date(node.at)) : formats.shortDateTime(new Date(node.at))}
        </time>{" "}
        <span className="quiet">
          {sealed ? "◌ " : ""}
          {words(`console:kind.${node.kind}`)}
        </span>
        <br />
        {target ? (
          <ScreenLink screen={target.screen} id={target.id} data-row={target.id}>
            {text}
          </ScreenLink>
        ) : (
          <strong>{text}</strong>
        )}
        {node.code && <span className="code"> {node.code}</span>}
      </span>
    </div>
  )
}
