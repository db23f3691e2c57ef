import { type DeviceSecret, deviceRights, InstalledDeviceDetail, type NewDevice } from "@holdfast/contracts"
import { type FormEvent, useId, useState } from "react"
import type { z } from "zod"
import { useIssueCredential } from "../../data/credentials.ts"
import { ask } from "../../ui/api.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

type Right = NewDevice["rights"][number]

/** Gives a device, a gateway, or another system a name and a secret. */
export function IssueForm({ onIssued }: { readonly onIssued: (given: z.infer<typeof DeviceSecret>) => void }) {
  const { words } = useSpeech()
  const [name, setName] = useState("")
  const [bound, setBound] = useState("")
  const [rights, setRights] = useState<readonly Right[]>(["write"])
  const [lost, setLost] = useState<Error>()
  const issue = useIssueCredential()
  const id = useId()
  const toggle = (right: Right) =>
    setRights(rights.includes(right) ? rights.filter((other) => other !== right) : [...rights, right])
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setLost(undefined)
    const key = bound.trim()
    try {
      const thing = key ? (await ask(InstalledDeviceDetail, `/api/installed-devices/${encodeURIComponent(key)}`)).number : null
      issue.mutate(
        { name, rights: [...rights], thing },
        {
          onSuccess: (given) => {
            setName("")
            setBound("")
            onIssued(given)
          },
        },
      )
    } catch (error) {
      setLost(error as Error)
    }
  }
  return (
    <details className="form-box">
      <summary>{words("devices:credential.issue")}</summary>
      <form className="card credential-form" onSubmit={(event) => void submit(event)}>
        <div className="form-row">
          <div>
            <label className="field-label" htmlFor={`${id}-name`}>
              {words("devices:credential.name")}
            </label>
            <input
              id={`${id}-name`}
              className="field-input"
              required
              pattern="[a-z0-9][a-z0-9._\-]{1,63}"
              maxLength={64}
              autoComplete="off"
              aria-describedby={`${id}-name-hint`}
              value={name}
              onChange={({ target }) => setName(target.value)}
            />
            <p id={`${id}-name-hint`} className="field-hint">
              {words("devices:credential.nameHint")}
            </p>
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-bound`}>
              {words("devices:credential.bound")}
            </label>
            <input
              id={`${id}-bound`}
              className="field-input"
              maxLength={80}
              autoComplete="off"
              aria-describedby={`${id}-bound-hint`}
              value={bound}
              onChange={({ target }) => setBound(target.value)}
            />
            <p id={`${id}-bound-hint`} className="field-hint">
              {words("devices:credential.boundHint")}
            </p>
          </div>
        </div>
        <fieldset className="choices credential-rights">
          <legend>{words("devices:credential.rights")}</legend>
          {deviceRights.map((right) => (
            <label key={right} className="choice">
              <input type="checkbox" checked={rights.includes(right)} onChange={() => toggle(right)} />
              {words(`devices:credential.right.${right}`)}
            </label>
          ))}
        </fieldset>
        <p className="actions">
          <button type="submit" className="button button-main" disabled={issue.isPending || rights.length === 0}>
            {words("devices:credential.doIssue")}
          </button>
        </p>
        {lost && <Trouble error={lost} />}
        {issue.isError && <Trouble error={issue.error} />}
      </form>
    </details>
  )
}
