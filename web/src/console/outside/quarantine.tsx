import type { OutsideProblem, QuarantinedMessage } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { quarantinedUrl, quarantineQuery, useDecideQuarantined } from "../../data/others.ts"
import { useMay } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { TextField } from "../rules/fields.tsx"

const PROBLEMS_SHOWN = 5

/** What others sent and could not be taken, with the reason: nothing is lost, and a person decides. */
export function Quarantine() {
  const { words, formats } = useSpeech()
  const none = <Empty>{words("sources:outside.quarantine.none")}</Empty>
  return (
    <>
      <p className="quiet outside-intro">{words("sources:outside.quarantine.intro")}</p>
      <QueryState query={useQuery(quarantineQuery)} empty={({ messages }) => (messages.length === 0 ? none : undefined)}>
        {({ messages, limits, dropped }) => (
          <>
            <p className="quiet outside-intro">
              {words("sources:outside.quarantine.limits", {
                count: formats.count(limits.messages),
                megabytes: formats.count(limits.bytes / 1_000_000),
              })}{" "}
              {dropped > 0 && words("sources:outside.quarantine.dropped", { count: dropped })}
            </p>
            <ul className="rows">
              {messages.map((message) => (
                <li key={message.id}>
                  <Message message={message} />
                </li>
              ))}
            </ul>
          </>
        )}
      </QueryState>
    </>
  )
}

function Message({ message }: { message: QuarantinedMessage }) {
  const { words, formats } = useSpeech()
  const { source, receivedAt, bytes, reason, sender, identifier, state, problems, decidedByRole, decidedAt, decidedReason } =
    message
  const at = formats.shortDateTime(new Date(receivedAt))
  const kilobytes = formats.count(Math.ceil(bytes / 1_000))
  const decided = { role: decidedByRole ? words(`identity:roles.${decidedByRole}`) : "", reason: decidedReason ?? "" }
  return (
    <div className="outside-row" data-quarantined={message.id}>
      <div>
        <strong className="outside-hash">
          {sender && identifier ? `${sender} · ${identifier}` : words("sources:outside.quarantine.unreadable")}
        </strong>
        <p className="quiet">{words("sources:outside.quarantine.from", { source, at, kilobytes })}</p>
        {problems.length > 0 && (
          <details className="outside-problems">
            <summary>{words("sources:outside.quarantine.problems", { count: problems.length })}</summary>
            <ul>
              {problems.slice(0, PROBLEMS_SHOWN).map((problem) => (
                <Problem key={`${problem.code} ${problem.path}`} problem={problem} />
              ))}
            </ul>
          </details>
        )}
        {decidedAt && decidedByRole && (
          <p className="quiet">
            {words(`sources:outside.quarantine.${decidedReason ? "decidedWhy" : "decided"}`, {
              ...decided,
              at: formats.shortDateTime(new Date(decidedAt)),
            })}
          </p>
        )}
      </div>
      <span className="outside-marks">
        <Pill>{words(`sources:refusal.${reason}`)}</Pill>
        <Pill dashed={state === "waiting"}>{words(`sources:outside.quarantine.state.${state}`)}</Pill>
      </span>
      {state === "waiting" && <Decision message={message} />}
    </div>
  )
}

/** In the reader's language where the catalogue has words for it; a signature has those of the alert's page. */
function Problem({ problem: { code, path, message, mend, found } }: { problem: OutsideProblem }) {
  const { words } = useSpeech()
  const verdict = /^SIGNATURE_(UNSIGNED|INVALID|UNKNOWN_SIGNER)/.exec(code)?.[1]
  const said = verdict
    ? words(`sources:outside.signatureText.${verdict.toLowerCase().replaceAll("_", "-")}`)
    : words(`cap:problems.${code}.message`, { found })
  const mended = verdict ? mend : words(`cap:problems.${code}.mend`, { found })
  return (
    <li>
      {said || message} <code>{path}</code>
      <br />
      <span className="quiet">
        {words("sources:outside.quarantine.mend", { mend: mended || mend })} · {code}
      </span>
    </li>
  )
}

function Decision({ message: { id, mayTake } }: { message: QuarantinedMessage }) {
  const { words } = useSpeech()
  const mayDecide = useMay("sense.raise-signal")
  const decide = useDecideQuarantined(id)
  const [reason, setReason] = useState<string>()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    decide.mutate({ reason: reason ?? "" })
  }
  return (
    <div className="outside-decision">
      {reason === undefined ? (
        <p className="actions">
          <a className="button" href={quarantinedUrl(id)} download>
            {words("sources:outside.quarantine.download")}
          </a>
          {mayDecide && mayTake && (
            <button type="button" className="button" disabled={decide.isPending} onClick={() => decide.mutate(undefined)}>
              {words("sources:outside.quarantine.take")}
            </button>
          )}
          {mayDecide && (
            <button type="button" className="button" onClick={() => setReason("")}>
              {words("sources:outside.quarantine.discard")}
            </button>
          )}
        </p>
      ) : (
        <form onSubmit={submit}>
          <TextField label={words("sources:outside.quarantine.why")} value={reason} onChange={setReason} required />
          <p className="actions">
            <button type="submit" className="button button-main" disabled={reason.trim().length < 3 || decide.isPending}>
              {words("sources:outside.quarantine.discardNow")}
            </button>
            <button type="button" className="button" onClick={() => setReason(undefined)}>
              {words("sources:outside.quarantine.keep")}
            </button>
          </p>
        </form>
      )}
      {decide.error && <Trouble error={decide.error} />}
    </div>
  )
}
