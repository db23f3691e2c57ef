import "./incidents.css"
import type { Incident } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { incidentQuery, incidentsQuery } from "../../data/respond.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { areaNames } from "../say.ts"
import { IncidentPage } from "./incident-page.tsx"

/** Incidents, running ones first; one of them with its tasks when its id is given. */
export function Incidents({ id }: { id: string | undefined }) {
  useCommand("back", id ? () => openScreen("incidents") : undefined)
  return <div className="page">{id ? <One id={id} /> : <List />}</div>
}

/** Asked for by itself: the list has the newest only, and links lead to older ones. */
function One({ id }: { id: string }) {
  const { words } = useSpeech()
  const query = useQuery(incidentQuery(id))
  return (
    <>
      {query.data === undefined && (
        <p className="quiet">
          <ScreenLink screen="incidents">{words("console:nav.incidents")}</ScreenLink>
        </p>
      )}
      <QueryState query={query}>{(incident) => <IncidentPage incident={incident} />}</QueryState>
    </>
  )
}

function List() {
  const { words } = useSpeech()
  const query = useQuery(incidentsQuery)
  return (
    <QueryState query={query}>
      {({ incidents }) => (
        <>
          <h1>{words("console:nav.incidents")}</h1>
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
      )}
    </QueryState>
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
