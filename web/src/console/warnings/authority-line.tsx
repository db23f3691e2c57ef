import type { Warning, WarningAuthority } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useId, useState } from "react"
import { authorityQuery, useAskIssuer, useSetOriginal } from "../../data/authority.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

/** In which way this warning would go out here, and why: issued, passed on, or asked for. What the way needs is asked at once. */
export function AuthorityLine({ warning }: { warning: Warning }) {
  const { words, language } = useSpeech()
  // The level decides, and it is chosen on this same page.
  const { data } = useQuery({ ...authorityQuery(warning.id), refetchOnMount: "always" })
  if (!data?.entry) return null
  const { mode, entry, mayWrite } = data
  return (
    <section className="block authority-line" aria-label={words(`authority:mode.${mode}`)}>
      <p>
        <strong>{words(`authority:mode.${mode}`)}.</strong> {words(`authority:means.${mode}`, { issuer: entry.issuer[language] })}{" "}
        <span className="quiet">
          {words("authority:why", { why: entry.why[language] })}
          {entry.approves && ` · ${words("authority:approves", { post: entry.approves.post[language] })}`}
        </span>
      </p>
      {!mayWrite && warning.kind === "warning" && <p className="attention">! {words("authority:notYours")}</p>}
      {mode === "relay" && <Original warning={warning} />}
      {mode === "ask" && <Request id={warning.id} authority={data} />}
    </section>
  )
}

function Original({ warning: { id, original } }: { warning: Warning }) {
  const { words, language } = useSpeech()
  const [reference, setReference] = useState(original?.reference ?? "")
  const keep = useSetOriginal(id)
  const field = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    keep.mutate(reference.trim())
  }
  return (
    <form onSubmit={submit}>
      <label className="field-label" htmlFor={field}>
        {words("authority:original.label")}
      </label>
      <input
        id={field}
        className="field-input"
        maxLength={200}
        value={reference}
        onChange={(event) => setReference(event.target.value)}
      />
      <p className="actions">
        <button type="submit" className="button" disabled={keep.isPending || reference.trim() === ""}>
          {words("authority:original.save")}
        </button>
        <span role="status" className={original ? "quiet" : "attention"}>
          {original
            ? words("authority:original.kept", { issuer: original.issuer[language], reference: original.reference })
            : `! ${words("authority:original.missing")}`}
        </span>
      </p>
      {keep.isError && <Trouble error={keep.error} />}
    </form>
  )
}

function Request({ id, authority: { entry, requests } }: { id: string; authority: WarningAuthority }) {
  const { words, formats, language } = useSpeech()
  const asking = useAskIssuer(id)
  const [copied, setCopied] = useState(false)
  const field = useId()
  const prepared = asking.data
  return (
    <>
      {requests.length > 0 && (
        <ul>
          {requests.map((request) => (
            <li key={request.id}>
              {words("authority:ask.asked", {
                at: formats.dateTime(new Date(request.askedAt)),
                issuer: request.issuer[language],
              })}
            </li>
          ))}
        </ul>
      )}
      <p className="actions">
        <button type="button" className="button button-main" disabled={asking.isPending} onClick={() => asking.mutate()}>
          {words(requests.length > 0 ? "authority:ask.again" : "authority:ask.prepare")}
        </button>
        {entry?.contact?.phone && (
          <a href={`tel:${entry.contact.phone}`}>{words("authority:ask.phone", { phone: entry.contact.phone })}</a>
        )}
      </p>
      {asking.isError && <Trouble error={asking.error} />}
      {prepared && (
        <>
          <p role="status">{words("authority:ask.means")}</p>
          <label className="field-label" htmlFor={field}>
            {words("authority:ask.text")}
          </label>
          <textarea id={field} className="field-input" rows={8} readOnly value={`${prepared.subject}\n\n${prepared.text}`} />
          <p className="actions">
            {prepared.mailto && (
              <a className="button" href={prepared.mailto}>
                {words("authority:ask.mail")}
              </a>
            )}
            <button
              type="button"
              className="button"
              onClick={() =>
                void navigator.clipboard.writeText(`${prepared.subject}\n\n${prepared.text}`).then(
                  () => setCopied(true),
                  () => {},
                )
              }
            >
              {words(copied ? "authority:ask.copied" : "authority:ask.copy")}
            </button>
          </p>
        </>
      )}
    </>
  )
}
