import type { AreaRef, CoachMend, CoachRemark } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { areasQuery } from "../../data/places.ts"
import { cardQuery } from "../../data/warn.ts"
import { useSpeech } from "../../ui/language.tsx"
import { showPlace } from "./places-on-page.ts"

/** More at once would only be scrolled past. */
const SHOWN_MAX = 3

interface CoachProps {
  readonly id: string
  readonly busy: boolean
  readonly onAdd: (area: AreaRef) => void
  readonly onMend: (mend: CoachMend) => void
  readonly onRewrite: () => void
}

/** What must or would better be mended, the gravest first, each with the button that mends it or leads to it. */
export function Coach({ id, busy, onAdd, onMend, onRewrite }: CoachProps) {
  const { words, formats } = useSpeech()
  const { data: card } = useQuery(cardQuery(id))
  const remarks = card
    ? [
        ...card.musts.map((remark) => ({ weight: "must" as const, remark })),
        ...card.betters.map((remark) => ({ weight: "better" as const, remark })),
      ]
    : []
  return (
    <section className="block coach" aria-labelledby="coach-title">
      <h2 id="coach-title">{words("console:coach.title")}</h2>
      <div role="status">
        {!card && <p className="quiet">{words("console:states.loading")}</p>}
        {card && remarks.length === 0 && <p>✓ {words("console:coach.agree")}</p>}
        <ul className="coach-remarks">
          {remarks.slice(0, SHOWN_MAX).map(({ weight, remark }) => (
            <li key={`${remark.code} ${remark.at?.language} ${remark.at?.field} ${remark.found}`}>
              <span className={weight === "must" ? "problem" : "attention"}>
                {weight === "must" ? "✕" : "!"} {words(`console:coach.${weight}`)}
              </span>{" "}
              {remark.text}
              <div className="coach-mend">
                <Mend remark={remark} busy={busy} onAdd={onAdd} onMend={onMend} />
              </div>
            </li>
          ))}
        </ul>
        {remarks.length > SHOWN_MAX && <p className="quiet">{words("console:more", { count: remarks.length - SHOWN_MAX })}</p>}
      </div>
      <p className="actions">
        <button type="button" className="button" disabled={busy} onClick={onRewrite}>
          {words("console:coach.rewrite")}
        </button>
      </p>
      <p className="quiet">{words("console:coach.rewriteMeans")}</p>
      {card && <p className="quiet">{words("console:card.checked", { at: formats.time(new Date(card.checkedAt)) })}</p>}
    </section>
  )
}

function Mend({ remark, busy, onAdd, onMend }: Omit<CoachProps, "id" | "onRewrite"> & { remark: CoachRemark }) {
  const { words, language } = useSpeech()
  const { data } = useQuery(areasQuery)
  const area = remark.area ? data?.areas.find(({ id }) => id === remark.area) : undefined
  return (
    <>
      {area && (
        <button type="button" className="chip" disabled={busy} onClick={() => onAdd({ id: area.id, name: area.name })}>
          {words("console:coach.add", { area: area.name[language] })}
        </button>
      )}
      {remark.mends.map((mend) => (
        <button key={mend.label} type="button" className="chip" disabled={busy} onClick={() => onMend(mend)}>
          {mend.label}
        </button>
      ))}
      <button type="button" className="chip" onClick={() => showPlace(remark)}>
        {words("console:coach.show")}
      </button>
    </>
  )
}
