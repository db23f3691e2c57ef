import { placesOf, type Warning } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { areaNames, roleWord } from "../console/say.ts"
import { ApproveButton } from "../console/warnings/approve-button.tsx"
import { usualReasons } from "../console/warnings/approver-view.tsx"
import { ResourcesShown } from "../console/warnings/resources/resources-shown.tsx"
import { useApproval } from "../console/warnings/use-approval.ts"
import { useCheckedCard } from "../console/warnings/use-checked-card.ts"
import { authorityQuery } from "../data/authority.ts"
import { useMay } from "../data/session.ts"
import { useSpeech } from "../ui/language.tsx"
import { LevelMark } from "../ui/level-mark/level-mark.tsx"
import { ReasonForm } from "../ui/reason-form/reason-form.tsx"
import { Trouble } from "../ui/states/query-state.tsx"
import { AreaSketch } from "./area-sketch.tsx"

/** What, where, both texts with a tick each, what the card warns of, and the two answers. */
export function ApproveOne({ warning }: { warning: Warning }) {
  const { words, formats, language } = useSpeech()
  const { data: authority } = useQuery(authorityQuery(warning.id))
  const checked = useCheckedCard(warning.id)
  const areas = areaNames(placesOf(warning), language)
  const neighbours = checked.card?.neighbours ?? []
  return (
    <>
      <div className="warning-title approve-title">
        <LevelMark level={warning.level} form={warning.state === "submitted" ? "draft" : "in-force"} size={36} word />
        <h1>{warning.texts[language].headline}</h1>
      </div>
      <p className="quiet">
        {warning.code}
        {warning.kind === "lifting" && ` · ${words("console:warnings.lifting")}`} ·{" "}
        {words("console:warning.author", { role: roleWord(words, warning.authorRole) })}
      </p>
      {authority?.entry && (
        <p>
          <strong>{words(`authority:mode.${authority.mode}`)}</strong>
          {warning.original &&
            ` · ${words("authority:original.kept", { issuer: warning.original.issuer[language], reference: warning.original.reference })}`}
        </p>
      )}
      <section className="field-card">
        <h2>{words("authority:phone.where")}</h2>
        <p>
          <strong>{areas}</strong>
          {checked.card && ` · ${formats.people(checked.card.population)}`}
        </p>
        {neighbours.length > 0 && (
          <p className="quiet">{words("authority:phone.notIncluded", { areas: areaNames(neighbours, language) })}</p>
        )}
        <AreaSketch areas={warning.areas} shapes={warning.shapes} neighbours={neighbours} level={warning.level} name={areas} />
        <p>{formats.span(new Date(warning.onset), new Date(warning.expires))}</p>
        <CardWarnings checked={checked} />
      </section>
      <Answer
        warning={warning}
        checked={checked}
        mayByPack={authority?.mayApprove}
        post={authority?.entry?.approves?.post[language]}
      />
      <p>
        <a href={`/console/warnings/${warning.id}`}>{words("authority:phone.console")}</a>
      </p>
    </>
  )
}

type Checked = ReturnType<typeof useCheckedCard>

/** What the card warns of: what must be mended, what applies there already, and that it could not be checked. */
function CardWarnings({ checked: { card, state } }: { checked: Checked }) {
  const { words, language } = useSpeech()
  if (!card)
    return <p className="attention">! {words(state === "loading" ? "console:card.loading" : "console:card.unchecked")}</p>
  const active = card.alreadyActive.map(({ code, level, areas, replaced }) => {
    const end = replaced ? ` ${words("console:card.replaced")}` : ""
    return `${code} ${words(`console:levels.${level}`)}, ${areaNames(areas, language)}${end}`
  })
  return (
    <ul className="approve-warns">
      {active.map((text) => (
        <li key={text}>
          {words("console:card.active")}: {text}
        </li>
      ))}
      {card.musts.map(({ code, text, at }) => (
        <li key={`${code} ${at?.language} ${text}`} className="problem">
          ✕ {text}
        </li>
      ))}
      {card.betters.map(({ code, text, at }) => (
        <li key={`${code} ${at?.language} ${text}`}>! {text}</li>
      ))}
    </ul>
  )
}

interface AnswerProps {
  readonly warning: Warning
  readonly checked: Checked
  readonly mayByPack: boolean | undefined
  readonly post: string | undefined
}

function Answer({ warning, checked, mayByPack, post }: AnswerProps) {
  const { words, formats } = useSpeech()
  const may = useMay("warn.approve")
  const approval = useApproval(warning)
  const [rejecting, setRejecting] = useState(false)
  const bothRead = approval.read.length === languages.length
  const waits = warning.state === "submitted"
  const refusal = warning.mine
    ? words("authority:phone.own")
    : mayByPack === false
      ? words("authority:phone.others", { post: post ?? "" })
      : may === false && words("authority:phone.none")
  return (
    <>
      {languages.map((which) => (
        <section key={which} className="field-card" lang={which}>
          <h2>{languageNames[which]}</h2>
          <h3>{warning.texts[which].headline}</h3>
          <p className="approve-text">{warning.texts[which].description}</p>
          <p className="approve-text">
            <strong>{warning.texts[which].instruction}</strong>
          </p>
          {waits && !refusal && (
            <label className="approve-tick" lang={document.documentElement.lang}>
              <input type="checkbox" checked={approval.read.includes(which)} onChange={() => approval.tick(which)} />
              {words("console:approve.read", { language: languageNames[which] })}
            </label>
          )}
        </section>
      ))}
      <ResourcesShown resources={warning.resources} />
      {approval.error && <Trouble error={approval.error} />}
      {!waits ? (
        <p role="status" className="approve-done">
          {warning.sentAt
            ? words("authority:phone.done", { at: formats.clock(new Date(warning.sentAt)) })
            : warning.rejection
              ? words("authority:phone.sentBack")
              : words("authority:phone.notWaiting", { code: warning.code, state: words(`warn:states.${warning.state}`) })}
        </p>
      ) : refusal ? (
        <p className="attention">! {refusal}</p>
      ) : (
        <section className="approve-answer">
          <ApproveButton
            checked={checked}
            look="field-button field-button-main"
            disabled={!bothRead || checked.state === "loading" || approval.busy}
            onApprove={approval.approve}
          />
          <p className="quiet" role="status">
            {!bothRead && words("console:approve.readFirst")}
          </p>
          {approval.form}
          {rejecting ? (
            <ReasonForm
              look="field"
              label={words("console:approve.reason")}
              send={words("console:approve.reject")}
              usual={{
                title: words("console:approve.usual"),
                reasons: usualReasons.map((reason) => words(`console:approve.because.${reason}`)),
              }}
              main={false}
              busy={approval.busy}
              onSend={approval.reject}
              onCancel={() => setRejecting(false)}
            />
          ) : (
            <button type="button" className="field-button" onClick={() => setRejecting(true)}>
              {words("console:approve.reject")}
            </button>
          )}
        </section>
      )}
    </>
  )
}
