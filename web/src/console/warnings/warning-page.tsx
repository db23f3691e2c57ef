import { placesOf, type Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { warningQuery } from "../../data/warn.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { Deliveries } from "../channels/deliveries.tsx"
import { useCommand } from "../keys/keys.tsx"
import { RosterBoard } from "../roster/roster-board.tsx"
import { areaNames, roleWord } from "../say.ts"
import { ThreadLines } from "../thread/thread-lines.tsx"
import { ApproverView } from "./approver-view.tsx"
import { AuthorityLine } from "./authority-line.tsx"
import { CopyButton } from "./begin-form.tsx"
import { Composer } from "./composer.tsx"
import { Corrections } from "./corrections.tsx"
import { WhoDrafts } from "./drafting.tsx"
import { EndWarning } from "./end-warning.tsx"
import { Extend } from "./extend.tsx"
import { Ladder } from "./ladder.tsx"
import { ResourcesShown } from "./resources/resources-shown.tsx"
import { markOf, needsApproval } from "./standing.ts"
import { TextsShown } from "./texts-shown.tsx"
import { Discard, Withdraw } from "./unsent.tsx"
import { WarningCardView } from "./warning-card.tsx"

/** One warning: to be written, to be approved, or as it was sent. */
export function WarningPage({ id }: { id: string }) {
  const query = useQuery(warningQuery(id))
  useCommand("thread", () => openScreen("thread", id))
  useCommand("back", () => openScreen("warnings"))
  return (
    <div className="page">
      <QueryState query={query}>
        {(warning) => (
          <>
            <Title warning={warning} />
            <Body warning={warning} />
            <ThreadLines record={warning.id} />
          </>
        )}
      </QueryState>
    </div>
  )
}

function Body({ warning }: { warning: Warning }) {
  const { words } = useSpeech()
  if (warning.state === "draft" && warning.mine) {
    return (
      <>
        <AuthorityLine warning={warning} />
        <Composer warning={warning} />
        <Discard id={warning.id} />
      </>
    )
  }
  if (needsApproval(warning)) return <ApproverView warning={warning} />
  if (warning.state === "draft" || warning.state === "submitted") {
    return (
      <>
        <p role="status">
          {warning.state === "submitted"
            ? words("console:warning.waiting")
            : words("console:warning.othersDraft", { role: roleWord(words, warning.authorRole) })}{" "}
          <WhoDrafts warning={warning} />
        </p>
        {warning.state === "submitted" && <Ladder warning={warning} />}
        {warning.state === "submitted" && warning.mine && <Withdraw id={warning.id} />}
        <WarningCardView id={warning.id} />
        <TextsShown texts={warning.texts} />
        <ResourcesShown resources={warning.resources} />
      </>
    )
  }
  return <Sent warning={warning} />
}

function Title({ warning }: { warning: Warning }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const mark = markOf(warning, now)
  return (
    <>
      <p className="quiet">
        <ScreenLink screen="warnings">{words("console:nav.warnings")}</ScreenLink> / <span className="code">{warning.code}</span>
      </p>
      <div className="warning-title">
        <LevelMark {...mark} size={36} word />
        <h1>{warning.texts[language].headline}</h1>
      </div>
      <p className="facts">
        {warning.kind === "lifting" && <span>{words("console:warnings.lifting")}</span>}
        <span>{words(`console:warningState.${warning.state}`)}</span>
        <span>{areaNames(placesOf(warning), language)}</span>
        <span>{formats.span(new Date(warning.onset), new Date(warning.expires))}</span>
        <span>{words("console:warning.author", { role: roleWord(words, warning.authorRole) })}</span>
        {warning.approverRole && (
          <span>{words("console:warning.approver", { role: roleWord(words, warning.approverRole) })}</span>
        )}
      </p>
    </>
  )
}

function Sent({ warning }: { warning: Warning }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const form = markOf(warning, now).form
  return (
    <>
      {warning.sentAt && <p>{words("console:warning.sentAt", { at: formats.dateTime(new Date(warning.sentAt)) })}</p>}
      {warning.endedAt && <p>{words("console:warning.endedAt", { at: formats.dateTime(new Date(warning.endedAt)) })}</p>}
      {warning.discarded && <p>{words(`warn:discarded.${warning.discarded}`)}</p>}
      {warning.sentAt && (
        <p className="actions">
          <a href={`/warnings/${warning.code}`}>{words("console:warning.publicPage")}</a>
          {warning.identifier && (
            <a href={`/cap/alerts/${encodeURIComponent(warning.identifier)}.xml`}>{words("console:warning.cap")}</a>
          )}
          {form === "in-force" && warning.state === "sent" && <PictureLinks code={warning.code} />}
          <CopyButton warning={warning} />
        </p>
      )}
      {warning.original && (
        <p>{words("authority:relayed", { issuer: warning.original.issuer[language], reference: warning.original.reference })}</p>
      )}
      {warning.sentAt && warning.basis !== "approved" && (
        <p className="attention">! {words(`authority:basis.${warning.basis}`)}</p>
      )}
      {form === "in-force" && warning.state === "sent" && (
        <>
          <EndWarning warning={warning} />
          <Extend warning={warning} />
          <Corrections warning={warning} />
        </>
      )}
      {warning.sentAt && warning.kind === "warning" && <Deliveries warning={warning} />}
      <TextsShown texts={warning.texts} />
      <ResourcesShown resources={warning.resources} />
      {warning.sentAt && warning.kind === "warning" && <RosterBoard warning={warning.id} />}
    </>
  )
}

/** What can be printed and passed on while it is in force. */
function PictureLinks({ code }: { code: string }) {
  const { words, language } = useSpeech()
  return (
    <>
      <a href={`/warnings/${code}/poster-${language}.pdf`}>{words("coach:pictures.poster")}</a>
      <a href={`/warnings/${code}/card-${language}.png`}>{words("coach:pictures.card")}</a>
      <a href={`/warnings/${code}/square-${language}.png`}>{words("coach:pictures.square")}</a>
    </>
  )
}
