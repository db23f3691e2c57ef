import { placesOf, type Warning } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { authorityQuery } from "../../data/authority.ts"
import { useMay, useSession } from "../../data/session.ts"
import { isConflict } from "../../ui/api.ts"
import { useSpeech } from "../../ui/language.tsx"
import { ReasonForm } from "../../ui/reason-form/reason-form.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { areaNames, roleWord } from "../say.ts"
import { ApproveButton } from "./approve-button.tsx"
import { AreaMap } from "./areas/area-map.tsx"
import { ResourcesShown } from "./resources/resources-shown.tsx"
import { TextsShown } from "./texts-shown.tsx"
import { useApproval } from "./use-approval.ts"
import { useCheckedCard } from "./use-checked-card.ts"
import { WarningCardView } from "./warning-card.tsx"

/** Why warnings are usually sent back: the words stand under `console:approve.because`. */
export const usualReasons = ["area", "words", "level"]

/** The second person: the card, the areas, both languages with a tick each, the map last, and the way back with a reason. */
export function ApproverView({ warning }: { warning: Warning }) {
  const { words, language } = useSpeech()
  const version = warning.version ?? ""
  const [began] = useState(version)
  const session = useSession()
  const may = useMay("warn.approve")
  const approval = useApproval(warning)
  const { data: authority } = useQuery(authorityQuery(warning.id))
  const checked = useCheckedCard(warning.id)
  const bothRead = approval.read.length === languages.length
  return (
    <>
      {version !== began && !bothRead && (
        <p className="problem" role="alert">
          ✕ {words("console:conflict.approve")}
        </p>
      )}
      <WarningCardView id={warning.id} />
      <section className="block">
        <h2>{words("console:approve.where")}</h2>
        <p>
          <strong>{areaNames(placesOf(warning), language)}</strong>
        </p>
        {warning.original && (
          <p className="attention">
            ! {words("authority:relayed", { issuer: warning.original.issuer[language], reference: warning.original.reference })}
          </p>
        )}
        <p>
          {words("console:urgency.label")}: {words(`console:urgency.${warning.urgency}`)} · {words("console:certainty.label")}:{" "}
          {words(`console:certainty.${warning.certainty}`)}
        </p>
      </section>
      <TextsShown
        texts={warning.texts}
        below={(which) => (
          <label className="choice">
            <input type="checkbox" checked={approval.read.includes(which)} onChange={() => approval.tick(which)} />
            {words("console:approve.read", { language: languageNames[which] })}
          </label>
        )}
      />
      <ResourcesShown resources={warning.resources} />
      <section className="block">
        <AreaMap warning={warning} />
      </section>
      {approval.error && !(isConflict(approval.error) && bothRead) && <Trouble error={approval.error} />}
      {may === false ? (
        <p>
          {words("console:approve.notYou", {
            role: session?.role ? roleWord(words, session.role) : words("console:person.nobody"),
          })}
        </p>
      ) : authority?.mayApprove === false ? (
        <p className="attention">
          ! {words("authority:phone.others", { post: authority.entry?.approves?.post[language] ?? "" })}
        </p>
      ) : (
        <>
          <section className="block">
            <p className="quiet">{words("console:approve.after")}</p>
            <p className="actions">
              <ApproveButton
                checked={checked}
                disabled={!bothRead || checked.state === "loading" || approval.busy}
                onApprove={approval.approve}
              />
              <span className="quiet" role="status">
                {!bothRead ? words("console:approve.readFirst") : checked.state === "loading" && words("console:card.loading")}
              </span>
            </p>
            {approval.form}
          </section>
          <section className="block" aria-label={words("console:approve.reject")}>
            <ReasonForm
              label={words("console:approve.reason")}
              send={words("console:approve.reject")}
              usual={{
                title: words("console:approve.usual"),
                reasons: usualReasons.map((reason) => words(`console:approve.because.${reason}`)),
              }}
              main={false}
              busy={approval.busy}
              onSend={approval.reject}
            />
          </section>
        </>
      )}
    </>
  )
}
