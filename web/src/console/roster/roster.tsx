import "./roster.css"
import type { Responsible } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useId, useState } from "react"
import { rosterAreasQuery, rosterQuery, useChangeRoster } from "../../data/roster.ts"
import { useSession } from "../../data/session.ts"
import { openScreen } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { PersonForm } from "./person-form.tsx"
import { RosterTable } from "./roster-table.tsx"

/** Who is responsible for an area. One area at a time: there is no list of all, and nothing to search. */
export function Roster({ id: area }: { id: string | undefined }) {
  const { words, language } = useSpeech()
  const own = useSession()?.area
  const areas = useQuery(rosterAreasQuery).data ?? []
  const mine = areas.filter(({ id }) => !own || id === own || id.startsWith(`${own}/`))
  const id = useId()
  return (
    <div className="page">
      <h1>{words("roster:title")}</h1>
      <p className="quiet">{words("roster:hint")}</p>
      <RosterTable />
      <p>
        <label className="field-label" htmlFor={id}>
          {words("roster:area")}
        </label>
        <select
          id={id}
          className="field-input roster-area"
          value={area ?? ""}
          onChange={({ target }) => openScreen("roster", target.value || undefined)}
        >
          <option value="">{words("roster:chooseArea")}</option>
          {mine.map(({ id: value, kind, name }) => (
            <option key={value} value={value}>
              {kind === "street" ? "· " : ""}
              {name[language]}
            </option>
          ))}
        </select>
      </p>
      {area && <People key={area} area={area} />}
    </div>
  )
}

function People({ area }: { area: string }) {
  const { words, language } = useSpeech()
  const query = useQuery(rosterQuery(area))
  const change = useChangeRoster()
  const [edited, setEdited] = useState<Responsible | "new">()
  const done = { onSuccess: () => setEdited(undefined) }
  return (
    <QueryState query={query}>
      {({ area: { name }, people }) => (
        <section aria-label={words("roster:people", { area: name[language] })}>
          <h2>{words("roster:people", { area: name[language] })}</h2>
          {people.length === 0 && <Empty>{words("roster:none")}</Empty>}
          {people.length > 0 && <Listed people={people} onEdit={setEdited} />}
          {change.isError && <Trouble error={change.error} />}
          {edited === undefined ? (
            <p className="actions">
              <button type="button" className="button button-main" onClick={() => setEdited("new")}>
                {words("roster:add")}
              </button>
            </p>
          ) : (
            <PersonForm
              key={edited === "new" ? "new" : edited.id}
              area={area}
              given={edited === "new" ? undefined : edited}
              isBusy={change.isPending}
              onSave={(person) =>
                change.mutate(edited === "new" ? { verb: "add", person } : { verb: "change", id: edited.id, person }, done)
              }
              onRemove={edited === "new" ? undefined : () => change.mutate({ verb: "remove", id: edited.id }, done)}
              onCancel={() => setEdited(undefined)}
            />
          )}
        </section>
      )}
    </QueryState>
  )
}

/** A list and not a table: on a phone a table of seven columns has room for one letter in each. */
function Listed({ people, onEdit }: { people: readonly Responsible[]; onEdit: (person: Responsible) => void }) {
  const { words, formats } = useSpeech()
  return (
    <ul className="roster-calls">
      {people.map((person) => (
        <li key={person.id} className="card">
          <p className="facts">
            <strong>{person.post}</strong>
            <span>
              {words("roster:place")} {person.place}
            </span>
            <span>
              {words("roster:fromLevel")} {words(`warn:levels.${person.fromLevel}`)}
            </span>
          </p>
          <p className="facts">
            <span lang={person.language}>{person.name}</span>
            {person.phone && <a href={`tel:${person.phone.replace(/[^+\d]/g, "")}`}>{person.phone}</a>}
            {person.email && <span>{person.email}</span>}
            <span className="quiet">{words("roster:changedAt", { at: formats.shortDateTime(new Date(person.changedAt)) })}</span>
            <button type="button" className="button" onClick={() => onEdit(person)}>
              {words("roster:change")}
              <span className="visually-hidden"> {person.name}</span>
            </button>
          </p>
        </li>
      ))}
    </ul>
  )
}
