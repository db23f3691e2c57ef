import { type AloneCategory, aloneCategories, approvalOf, type Warning } from "@holdfast/contracts"
import { useState } from "react"
import { useSendAlone } from "../../data/authority.ts"
import { Window } from "../../ui/dialog/window.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { isCancelled, useProof } from "../../ui/proof/use-proof.tsx"
import { ReasonForm } from "../../ui/reason-form/reason-form.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

/** Break-glass: nobody answered. It asks for the reason, says what follows, and is never the easy way. */
export function SendAlone({ warning }: { warning: Warning }) {
  const { words } = useSpeech()
  const [open, setOpen] = useState(false)
  const [category, setCategory] = useState<AloneCategory>("nobody-answered")
  const [trouble, setTrouble] = useState<Error>()
  const send = useSendAlone(warning.id)
  const { prove, form } = useProof()
  const version = warning.version ?? ""
  const go = async (reason: string) => {
    setTrouble(undefined)
    try {
      const proof = await prove(approvalOf(warning.id, version))
      await send.mutateAsync({ version, category, reason, proof })
    } catch (error) {
      if (!isCancelled(error)) setTrouble(error as Error)
    }
  }
  return (
    <>
      <p className="actions">
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {words("authority:alone.title")}
        </button>
      </p>
      {open && (
        <Window title={words("authority:alone.title")} open onClose={() => setOpen(false)}>
          <p>{words("authority:alone.means")}</p>
          <ReasonForm
            label={words("authority:alone.reason")}
            send={words("authority:alone.send")}
            busy={send.isPending}
            onSend={(reason) => void go(reason)}
          >
            <fieldset className="choices">
              <legend className="field-label">{words("authority:alone.category")}</legend>
              {aloneCategories.map((one) => (
                <label key={one} className="choice">
                  <input type="radio" name="category" checked={category === one} onChange={() => setCategory(one)} />
                  {words(`authority:alone.categories.${one}`)}
                </label>
              ))}
            </fieldset>
          </ReasonForm>
          {form}
          {trouble && <Trouble error={trouble} />}
        </Window>
      )}
    </>
  )
}
