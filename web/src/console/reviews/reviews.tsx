import "./reviews.css"
import type { Review } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { reviewQuery, reviewsQuery } from "../../data/learn.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { Ledger } from "./ledger.tsx"
import { LEDGER, ReviewTabs } from "./review-tabs.tsx"

/** What came out of past incidents; one of them with its timeline when its incident is given. */
export function Reviews({ id }: { id: string | undefined }) {
  useCommand("back", id ? () => openScreen("reviews") : undefined)
  if (id === LEDGER) return <Ledger />
  return <div className="page page-narrow">{id ? <One incident={id} /> : <List />}</div>
}

function List() {
  const { words, formats } = useSpeech()
  const query = useQuery(reviewsQuery)
  return (
    <>
      <h1>{words("console:nav.reviews")}</h1>
      <ReviewTabs now="incidents" />
      <QueryState
        query={query}
        empty={({ reviews }) => (reviews.length === 0 ? <Empty>{words("console:review.none")}</Empty> : undefined)}
      >
        {({ reviews }) => (
          <ul className="rows">
            {reviews.map((review) => (
              <li key={review.incident} className="review-row">
                <ScreenLink screen="reviews" id={review.incident} data-row={review.incident}>
                  {review.code}
                </ScreenLink>
                <span className="quiet">
                  {formats.shortDateTime(new Date(review.openedAt))}
                  {" – "}
                  {review.closedAt ? formats.shortDateTime(new Date(review.closedAt)) : words("console:review.running")}
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryState>
    </>
  )
}

function One({ incident }: { incident: string }) {
  const { words } = useSpeech()
  return (
    <>
      <p className="quiet">
        <ScreenLink screen="reviews">{words("console:nav.reviews")}</ScreenLink>
      </p>
      <QueryState query={useQuery(reviewQuery(incident))}>{(review) => <Found review={review} />}</QueryState>
    </>
  )
}

const spans = ["signalToSent", "sentToFirstTask", "outageToRestored", "sentToLifted"] as const
const counts = ["done", "late", "refused", "open"] as const

function Found({ review }: { review: Review }) {
  const { words, formats, language } = useSpeech()
  const minutes = (value: number | null) =>
    value === null ? words("console:review.notEnough") : formats.duration(value * 60_000)
  return (
    <>
      <h1>{words("console:review.of", { code: review.code })}</h1>
      <dl className="review-figures">
        {spans.map((span) => (
          <div key={span}>
            <dt>{words(`console:review.span.${span}`)}</dt>
            <dd>{minutes(review.minutes[span])}</dd>
          </div>
        ))}
      </dl>
      <p className="facts">
        {counts.map((name) => (
          <span key={name}>
            {words(`console:review.tasks.${name}`)} {formats.count(review.tasks[name])}
          </span>
        ))}
      </p>
      <h2>{words("console:review.timeline")}</h2>
      <ol className="rows timeline">
        {review.steps.map((step, index) => (
          <li key={`${step.at} ${index}`} className="timeline-step">
            <time dateTime={step.day ?? step.at}>
              {step.day ? formats.day(new Date(step.at)) : formats.shortDateTime(new Date(step.at))}
            </time>
            <span>
              {step.record ? (
                <ScreenLink screen="thread" id={step.record}>
                  {step.title[language]}
                </ScreenLink>
              ) : (
                step.title[language]
              )}
              {step.code && <span className="code"> {step.code}</span>}
            </span>
            <span className="quiet">
              {step.minutesSincePrevious !== null && `+${formats.duration(step.minutesSincePrevious * 60_000)}`}
            </span>
          </li>
        ))}
      </ol>
    </>
  )
}
