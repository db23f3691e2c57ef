import "./incidents.css"
import type { Incident } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { incidentsQuery } from "../../data/respond.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { areaNames } from "../say.ts"
import { IncidentPage } from "./incident-page.tsx"

/** Incidents, running ones first; one of them with its tasks when its id is given. */
export function Incidents({ id }: { id: string | undefined }) {
  const { words } = useSpeech()
  const query = useQuery(incidentsQuery)
  useCommand("back", id ? () => openScreen("incidents") : undefined)
  return (
    <div className="page">
      <QueryState query={query}>
        {({ incidents }) => {
          const found = incidents.find((incident) => incident.id === id)
          if (found) return <IncidentPage incident={found} />
          return (
            <>
              <h1>{words("console:nav.incidents")}</h1>
              {id && <p className="problem">✕ {words("console:incident.unknown")}</p>}
              {incidents.length === 0 && <Empty>{words("console:incident.none")}</Empty>}
              <ul className="rows">
                {incidents
                  .toSorted(
                    (a, b) => Number(a.closedAt !== null) - Number(b.closedAt !== null) || b.openedAt.localeCompare(a.openedAt),
                  )
                  .map((incident) => (
                    <li key={incident.id} className="incident-row">
                      <IncidentRow incident={incident} />
                    </li>
                  ))}
              </ul>
            </>
          )
        }}
      </QueryState>
    </div>
  )
}

function IncidentRow({ incident }: { incident: Incident }) {
  const { words, formats, language } = useSpeech()
  const done = incident.tasks.filter(({ state }) => state === "done").length
  const late = incident.tasks.filter(({ overdue }) => overdue).length
  return (
    <>
      <div>
        <ScreenLink screen="incidents" id={incident.id} data-row={incident.id}>
          <span className="code">{incident.code}</span> {incident.plan[language]}
        </ScreenLink>
        <p className="quiet">
          {areaNames(incident.areas, language)} ·{" "}
          {words("console:incident.opened", { at: formats.shortDateTime(new Date(incident.openedAt)) })}
        </p>
      </div>
      <span className="incident-state">
        {incident.closedAt === null ? (
          <Pill>{words(`console:response.${incident.level}`)}</Pill>
        ) : (
          <Pill icon="✓">{words("console:incident.closed")}</Pill>
        )}
        <span>{words("console:incident.done", { done, count: incident.tasks.length })}</span>
        {late > 0 && <span className="attention">! {words("console:incident.late", { count: late })}</span>}
      </span>
    </>
  )
}
