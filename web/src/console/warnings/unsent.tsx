import { useState } from "react"
import { useStep } from "../../data/warn.ts"
import { Window } from "../../ui/dialog/window.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

/** The author wants to write on: what waits for approval is a draft again. Nobody was warned, so it asks nothing. */
export function Withdraw({ id }: { id: string }) {
  const { words } = useSpeech()
  const step = useStep(id)
  return (
    <>
      <p className="actions">
        <button type="button" className="button" disabled={step.isPending} onClick={() => step.mutate({ verb: "withdraw" })}>
          {words("console:unsent.withdraw")}
        </button>
      </p>
      {step.isError && <Trouble error={step.error} />}
    </>
  )
}

/** The author does not want the draft. There is no way back, so it asks. */
export function Discard({ id }: { id: string }) {
  const { words } = useSpeech()
  const [asked, setAsked] = useState(false)
  const step = useStep(id)
  const discard = () => {
    setAsked(false)
    step.mutate({ verb: "discard" })
  }
  return (
    <>
      <p className="actions">
        <button type="button" className="button" disabled={step.isPending} onClick={() => setAsked(true)}>
          {words("console:unsent.discard")}
        </button>
      </p>
      {step.isError && <Trouble error={step.error} />}
      {asked && (
        <Window title={words("console:unsent.discard")} open onClose={() => setAsked(false)}>
          <p>{words("console:unsent.discardMeans")}</p>
          <p className="actions">
            <button type="button" className="button button-main" onClick={discard}>
              {words("console:unsent.discardNow")}
            </button>
          </p>
        </Window>
      )}
    </>
  )
}
