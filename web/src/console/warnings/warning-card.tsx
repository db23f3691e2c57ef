import { useQuery } from "@tanstack/react-query"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"

/** What everybody should see before a warning goes out: whom it reaches, what it leaves out, what must be mended. */
export function WarningCardView({ id }: { id: string }) {
  const { words, formats, language } = useSpeech()
  const query = useQuery(cardQuery(id))
  return (
    <section className="block warning-card" aria-labelledby="card-title">
      <h2 id="card-title">{words("console:card.title")}</h2>
      <QueryState query={query}>
        {(card) => (
          <>
            <dl>
              <div>
                <dt>{words("console:card.people")}</dt>
                <dd className="figure">{formats.people(card.population)}</dd>
              </div>
              <div>
                <dt>{words("console:card.sites")}</dt>
                <dd>
                  {Object.entries(card.sites)
                    .filter(([, count]) => count > 0)
                    .map(([kind, count]) => `${words(`console:site.${kind}`)} ${formats.count(count)}`)
                    .join(" · ") || words("console:card.noSites")}
                </dd>
              </div>
              <div>
                <dt>{words("console:card.neighbours")}</dt>
                <dd>{areaNames(card.neighbours, language) || words("console:card.noNeighbours")}</dd>
              </div>
              <div>
                <dt>{words("console:card.active")}</dt>
                <dd>
                  {card.alreadyActive
                    .map(
                      ({ code, level, areas }) => `${code} ${words(`console:levels.${level}`)} (${areaNames(areas, language)})`,
                    )
                    .join(" · ") || words("console:card.noActive")}
                </dd>
              </div>
              <div>
                <dt>{words("console:card.approvers")}</dt>
                <dd className={card.approvers === 0 ? "attention" : undefined}>
                  {card.approvers === 0 && "! "}
                  {words("console:card.approverCount", { count: card.approvers })}
                </dd>
              </div>
            </dl>
            {card.musts.length > 0 && (
              <>
                <h3>{words("console:card.musts")}</h3>
                <ul className="musts">
                  {card.musts.map(({ code, text }) => (
                    <li key={code + text}>{text}</li>
                  ))}
                </ul>
              </>
            )}
          </>
        )}
      </QueryState>
    </section>
  )
}
