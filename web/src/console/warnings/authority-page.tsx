import "./authority.css"
import { type CityAuthority, levels } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { cityAuthorityQuery } from "../../data/life.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { StandingList } from "./standing-list.tsx"

/** Stands in the address where a warning would. */
export const AUTHORITY = "authority"

/** Who may say what in this city by its packs, what two people allowed before, and what one person sent alone. */
export function AuthorityPage() {
  const { words, formats } = useSpeech()
  const query = useQuery(cityAuthorityQuery)
  return (
    <div className="page">
      <p className="quiet">
        <ScreenLink screen="warnings">{words("console:nav.warnings")}</ScreenLink>
      </p>
      <h1>{words("authority:page.title")}</h1>
      <QueryState query={query}>
        {(found) => (
          <>
            <section aria-labelledby="authority-who">
              <h2 id="authority-who">{words("authority:page.who")}</h2>
              <p className="quiet">{words("authority:page.whoMeans")}</p>
              <Entries entries={found.entries} />
            </section>
            <StandingList found={found} />
            <section aria-labelledby="authority-alone">
              <h2 id="authority-alone">{words("authority:count.title")}</h2>
              {found.alone.length === 0 ? (
                <p className="quiet">{words("authority:page.noneAlone")}</p>
              ) : (
                <ul>
                  {found.alone.map(({ code, category, sentAt }) => (
                    <li key={code}>
                      <a href={`/warnings/${code}`}>{code}</a> {formats.dateTime(new Date(sentAt))} ·{" "}
                      {words(`authority:alone.categories.${category}`)}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
      </QueryState>
    </div>
  )
}

/** One row for each hazard and each way; levels that are handled alike stand together. */
function Entries({ entries }: { entries: CityAuthority["entries"] }) {
  const { words, language } = useSpeech()
  const rows = Map.groupBy(entries, ({ hazard, entry }) => `${hazard} ${JSON.stringify(entry)}`)
  return (
    <table className="data-table authority-table">
      <thead>
        <tr>
          <th scope="col">{words("authority:page.hazard")}</th>
          <th scope="col">{words("authority:page.levels")}</th>
          <th scope="col">{words("authority:page.way")}</th>
          <th scope="col">{words("authority:page.posts")}</th>
        </tr>
      </thead>
      <tbody>
        {[...rows].map(([key, row]) => {
          const { hazardName, entry } = row[0]!
          return (
            <tr key={key}>
              <th scope="row">{hazardName[language]}</th>
              <td>
                {levels
                  .filter((level) => row.some((one) => one.level === level))
                  .map((level) => (
                    <span key={level} className="authority-level">
                      <LevelMark level={level} form="draft" size={20} /> {words(`console:levels.${level}`)}
                    </span>
                  ))}
              </td>
              <td>
                {words(`authority:mode.${entry?.mode ?? "issue"}`)}
                {entry && (
                  <>
                    {" · "}
                    {entry.issuer[language]}
                    <br />
                    <span className="quiet">{words("authority:why", { why: entry.why[language] })}</span>
                  </>
                )}
              </td>
              <td>
                {entry?.writes && <div>{words("authority:writes", { post: entry.writes.post[language] })}</div>}
                {entry?.approves && <div>{words("authority:approves", { post: entry.approves.post[language] })}</div>}
                {!entry?.writes && !entry?.approves && <span className="quiet">{words("authority:page.byRole")}</span>}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
