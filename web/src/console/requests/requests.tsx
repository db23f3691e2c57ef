import "./requests.css"
import type { ServiceRequest } from "@holdfast/contracts"
import { useMayAnswer, useRequests } from "../../data/serve.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { RequestCard } from "./request-card.tsx"

/** The desk for what residents asked: the problem first, never the person; the nearest deadline on top. */
export function Requests() {
  const { words } = useSpeech()
  const query = useRequests()
  const may = useMayAnswer()
  return (
    <div className="page page-narrow">
      <h1>{words("console:nav.requests")}</h1>
      <p className="quiet">{words("console:request.privacy")}</p>
      {may === false ? (
        <Empty>{words("console:request.notYou")}</Empty>
      ) : (
        <QueryState
          query={query}
          empty={({ requests }) => (requests.length === 0 ? <Empty>{words("console:request.none")}</Empty> : undefined)}
        >
          {({ requests }) => order(requests).map((request) => <RequestCard key={request.id} request={request} />)}
        </QueryState>
      )}
    </div>
  )
}

const isOver = ({ state }: ServiceRequest) => state === "solved" || state === "closed"

function order(requests: readonly ServiceRequest[]): ServiceRequest[] {
  return requests.toSorted((a, b) => Number(isOver(a)) - Number(isOver(b)) || a.dueAt.localeCompare(b.dueAt))
}
