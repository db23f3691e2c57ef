import type { WarningCard } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"
import { BesideFacts } from "./card-beside.tsx"
import { Fact } from "./fact.tsx"
import { type CheckedCard, useCheckedCard } from "./use-checked-card.ts"

/** What everybody should see before a warning goes out: whom it reaches, what it leaves out, what must be mended. */
export function WarningCardView({ id, title }: { id: string; title?: string }) {
  const { words } = useSpeech()
  const checked = useCheckedCard(id)
  return (
    <section className="block warning-card" aria-labelledby="card-title">
      <h2 id="card-title">{title ?? words("console:card.title")}</h2>
      <CardState checked={checked} />
      {checked.card && <Facts card={checked.card} />}
    </section>
  )
}

/** How far the card can be relied on. What could not be checked is said, and keeps nobody from sending. */
function CardState({ checked }: { checked: CheckedCard }) {
  const { words, formats } = useSpeech()
  const { card, state, error, retry } = checked
  if (state === "loading") return <p role="status">{words("console:card.loading")}</p>
  if (state === "unchecked" || !card) {
    return (
      <div role="alert">
        <p className="attention">! {words("console:card.unchecked")}</p>
        {error ? (
          <Trouble error={error} retry={retry} />
        ) : (
          <button type="button" className="button" onClick={retry}>
            {words("console:states.retry")}
          </button>
        )}
      </div>
    )
  }
  const at = formats.time(new Date(card.checkedAt))
  if (state === "old") {
    return (
      <p className="attention" role="alert">
        ! {words("console:card.old", { at })}
      </p>
    )
  }
  return <p className="quiet">{words("console:card.checked", { at })}</p>
}

function Facts({ card }: { card: WarningCard }) {
  const { words, formats, language } = useSpeech()
  const sites = Object.entries(card.sites)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${words(`console:site.${kind}`)} ${formats.count(count)}`)
  const active = card.alreadyActive.map(
    ({ code, level, areas, replaced }) =>
      `${words("sense:labelled", { label: `${code} ${words(`console:levels.${level}`)}`, of: areaNames(areas, language) })}${replaced ? ` ${words("console:card.replaced")}` : ""}`,
  )
  return (
    <>
      <dl>
        <Fact name={words("console:card.people")} figure>
          {formats.people(card.population)}
        </Fact>
        <Fact name={words("console:card.sites")}>{sites.join(" · ") || words("console:card.noSites")}</Fact>
        <Fact name={words("console:card.neighbours")}>
          {areaNames(card.neighbours, language) || words("console:card.noNeighbours")}
        </Fact>
        {card.ground && (
          <Fact name={words("coach:card.outside")} attention={card.ground.outside.share > 0}>
            {words("coach:card.share", { percent: formats.count(Math.ceil(card.ground.outside.share * 100)) })}
          </Fact>
        )}
        <Fact name={words("console:card.active")}>{active.join(" · ") || words("console:card.noActive")}</Fact>
        <BesideFacts beside={card.beside} />
        <Fact name={words("console:card.retraction")}>✓ {words("console:card.retractionReady")}</Fact>
      </dl>
      {card.musts.length > 0 && (
        <>
          <h3>{words("console:card.musts")}</h3>
          <ul className="musts">
            {card.musts.map(({ code, text, at }) => (
              <li key={`${code} ${at?.language} ${at?.field} ${text}`}>{text}</li>
            ))}
          </ul>
        </>
      )}
    </>
  )
}
