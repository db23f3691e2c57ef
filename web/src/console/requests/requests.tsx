import "./requests.css"
import { REQUESTS_FIRST, REQUESTS_MAX, type ServiceRequestPage } from "@holdfast/contracts"
import { useState } from "react"
import type { z } from "zod"
import { useMayAnswer, useRequests } from "../../data/serve.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { RequestCard } from "./request-card.tsx"

/** The desk for what residents asked: the problem first, never the person; the nearest deadline on top. */
export function Requests() {
  const { words } = useSpeech()
  const [limit, setLimit] = useState(REQUESTS_FIRST)
  const query = useRequests(limit)
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
          {(page) => (
            <>
              {page.requests.map((request) => (
                <RequestCard key={request.id} request={request} />
              ))}
              <Beyond page={page} onMore={limit < REQUESTS_MAX ? () => setLimit(limit + REQUESTS_FIRST) : undefined} />
            </>
          )}
        </QueryState>
      )}
    </div>
  )
}

/** What is not on the page is said, so that nobody takes the page for everything. */
function Beyond({ page, onMore }: { page: z.infer<typeof ServiceRequestPage>; onMore: (() => void) | undefined }) {
  const { words, formats } = useSpeech()
  const shownOpen = page.requests.filter(({ state }) => state === "received" || state === "accepted").length
  const count = page.total - page.requests.length
  const open = page.open - shownOpen
  if (count <= 0) return null
  return (
    <div className="request-beyond">
      <p className={open > 0 ? "attention" : "quiet"}>
        {open > 0 && "! "}
        {words("console:request.beyond", { open: formats.count(open), finished: formats.count(count - open) })}
      </p>
      {onMore && (
        <button type="button" className="button" onClick={onMore}>
          {words("console:more", { count: Math.min(REQUESTS_FIRST, count) })}
        </button>
      )}
    </div>
  )
}
