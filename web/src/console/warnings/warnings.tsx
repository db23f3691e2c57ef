import "./warnings.css"
import { placesOf, type Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { warningsQuery } from "../../data/warn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty, QueryState } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"
import { AUTHORITY, AuthorityPage } from "./authority-page.tsx"
import { BeginForm } from "./begin-form.tsx"
import { WhoDrafts } from "./drafting.tsx"
import { markOf, sortWarnings } from "./standing.ts"
import { WarningPage } from "./warning-page.tsx"

/** All warnings by what they need; one of them when its id is given. */
export function Warnings({ id }: { id: string | undefined }) {
  const { words } = useSpeech()
  const query = useQuery(warningsQuery)
  const now = useCityNow()
  if (id === AUTHORITY) return <AuthorityPage />
  if (id) return <WarningPage key={id} id={id} />
  return (
    <div className="page">
      <h1>{words("console:nav.warnings")}</h1>
      <BeginForm />
      <p>
        <ScreenLink screen="warnings" id={AUTHORITY}>
          {words("authority:page.title")}
        </ScreenLink>
      </p>
      <QueryState query={query} empty={({ warnings }) => (warnings.length === 0 ? <NoWarnings /> : undefined)}>
        {({ warnings }) => {
          const { waiting, inForce, writing, over } = sortWarnings(warnings, now)
          return (
            <>
              <Part title={words("console:warnings.waiting")} warnings={waiting} />
              <Part title={words("console:warnings.inForce")} warnings={inForce} none={words("console:warnings.noneInForce")} />
              <Part title={words("console:warnings.writing")} warnings={writing} />
              <Part title={words("console:warnings.over")} warnings={over} />
            </>
          )
        }}
      </QueryState>
    </div>
  )
}

function NoWarnings() {
  const { words } = useSpeech()
  return <Empty>{words("console:warnings.none")}</Empty>
}

function Part({ title, warnings, none }: { title: string; warnings: readonly Warning[]; none?: string }) {
  if (warnings.length === 0 && !none) return null
  return (
    <section aria-label={title}>
      <h2>
        {title} {warnings.length > 0 && <span className="quiet">{warnings.length}</span>}
      </h2>
      {warnings.length === 0 && <Empty>{none}</Empty>}
      <ul className="rows">
        {warnings.map((warning) => (
          <li key={warning.id}>
            <WarningRow warning={warning} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function WarningRow({ warning }: { warning: Warning }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const mark = markOf(warning, now)
  return (
    <div className="warning-row">
      <LevelMark {...mark} size={28} />
      <div>
        <ScreenLink screen="warnings" id={warning.id} data-row={warning.id}>
          <span className="code">{warning.code}</span> {warning.texts[language].headline}
        </ScreenLink>
        <p className="quiet">
          {words(`console:levels.${warning.level}`)} · {areaNames(placesOf(warning), language)} ·{" "}
          {formats.span(new Date(warning.onset), new Date(warning.expires))}
        </p>
      </div>
      <span>
        {warning.kind === "lifting" && `${words("console:warnings.lifting")} · `}
        {words(`console:warningState.${warning.state}`)} <WhoDrafts warning={warning} />
      </span>
    </div>
  )
}
