import { type AssignSignal, roles } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useId, useState } from "react"
import { onDutyQuery } from "../../../data/alarms.ts"
import { useSpeech } from "../../../ui/language.tsx"
import { roleWord } from "../../say.ts"

interface AssignFormProps {
  readonly signal: string
  readonly busy: boolean
  readonly onSend: (to: AssignSignal) => void
  readonly onCancel: () => void
}

/** Who shall have the signal: somebody who is on duty in its area now, or a role. */
export function AssignForm({ signal, busy, onSend, onCancel }: AssignFormProps) {
  const { words, language } = useSpeech()
  const people = useQuery(onDutyQuery(signal)).data?.people ?? []
  const [to, setTo] = useState<string>("role duty-officer")
  const id = useId()
  const send = () => {
    const role = roles.find((found) => to === `role ${found}`)
    onSend(role ? { role } : { account: to.replace(/^account /, "") })
  }
  return (
    <div className="care-form">
      <label className="field-label" htmlFor={id}>
        {words("console:care.assignTo")}
      </label>
      <select id={id} className="field-input" value={to} onChange={(event) => setTo(event.target.value)}>
        {people.length > 0 && (
          <optgroup label={words("console:care.onDuty")}>
            {people.map(({ account, name, role }) => (
              <option key={account} value={`account ${account}`}>
                {name[language]} ({roleWord(words, role)})
              </option>
            ))}
          </optgroup>
        )}
        <optgroup label={words("console:care.byRole")}>
          {roles.map((role) => (
            <option key={role} value={`role ${role}`}>
              {roleWord(words, role)}
            </option>
          ))}
        </optgroup>
      </select>
      <p className="actions">
        <button type="button" className="button button-main" disabled={busy} onClick={send}>
          {words("console:care.assignSend")}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {words("console:cancel")}
        </button>
      </p>
    </div>
  )
}
