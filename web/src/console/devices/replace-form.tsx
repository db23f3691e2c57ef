import { type FormEvent, useId, useState } from "react"
import { useReplaceDevice } from "../../data/installing.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

const TEXT_MAX = 80

/** Another instrument in the same place. */
export function ReplaceForm({ device }: { device: string }) {
  const { words } = useSpeech()
  const [model, setModel] = useState("")
  const [serial, setSerial] = useState("")
  const replace = useReplaceDevice(device)
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    replace.mutate({ model, serial }, { onSuccess: () => (setModel(""), setSerial("")) })
  }
  return (
    <details className="form-box">
      <summary>{words("devices:device.replace")}</summary>
      <form className="card" onSubmit={submit}>
        <p className="field-hint">{words("devices:device.replaceHint")}</p>
        <div className="form-row">
          <div>
            <label className="field-label" htmlFor={`${id}-model`}>
              {words("devices:device.model")}
            </label>
            <input
              id={`${id}-model`}
              className="field-input"
              required
              maxLength={TEXT_MAX}
              value={model}
              onChange={({ target }) => setModel(target.value)}
            />
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-serial`}>
              {words("devices:device.serialField")}
            </label>
            <input
              id={`${id}-serial`}
              className="field-input"
              maxLength={TEXT_MAX}
              value={serial}
              onChange={({ target }) => setSerial(target.value)}
            />
          </div>
          <button type="submit" className="button button-main" disabled={replace.isPending || model.trim() === ""}>
            {words("devices:device.doReplace")}
          </button>
        </div>
        {replace.isError && <Trouble error={replace.error} />}
      </form>
      <p role="status">{replace.isSuccess && words("devices:device.replaced")}</p>
    </details>
  )
}
