import "./outages.css"
import type { Outage } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { outagesQuery } from "../../data/recover.ts"
import { openScreen } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { OutageCard } from "./outage-card.tsx"
import { ReportForm } from "./report-form.tsx"

/** Where a lifeline is out, how far it is back, and the form for a new one. */
export function Outages({ id }: { id: string | undefined }) {
  const { words } = useSpeech()
  const query = useQuery(outagesQuery)
  useCommand("back", id ? () => openScreen("outages") : undefined)
  return (
    <div className="page">
      <h1>{words("console:nav.outages")}</h1>
      <ReportForm />
      <QueryState
        query={query}
        empty={({ outages }) => (outages.length === 0 ? <Empty>{words("console:outage.none")}</Empty> : undefined)}
      >
        {({ outages }) => (
          <div className="outages">
            {order(outages, id).map((outage) => (
              <OutageCard key={outage.id} outage={outage} opened={outage.id === id} />
            ))}
          </div>
        )}
      </QueryState>
    </div>
  )
}

/** The opened one first, then what is still out by households, then what is back. */
function order(outages: readonly Outage[], id: string | undefined): Outage[] {
  return outages.toSorted(
    (a, b) =>
      Number(b.id === id) - Number(a.id === id) ||
      Number(a.state === "restored") - Number(b.state === "restored") ||
      b.households - a.households ||
      b.startedAt.localeCompare(a.startedAt),
  )
}
