import type { undoableActs } from "@holdfast/contracts"
import { useEffect } from "react"
import { useSignalAct } from "../../../data/alarms.ts"
import { useSpeech } from "../../../ui/language.tsx"
import { Trouble } from "../../../ui/states/query-state.tsx"
import { useCommand } from "../../keys/keys.tsx"

/** Long enough to see a slip, short enough not to stand in the way. */
const UNDO_MS = 10_000

export interface Done {
  readonly id: string
  readonly code: string
  readonly act: (typeof undoableActs)[number]
}

/** What was just done, and the way back for some seconds; also after the next signal was opened. */
export function UndoBar({ done, onOver }: { readonly done: Done; readonly onOver: () => void }) {
  const { words } = useSpeech()
  const act = useSignalAct(done.id)
  useEffect(() => {
    const over = setTimeout(onOver, UNDO_MS)
    return () => clearTimeout(over)
  }, [onOver])
  const undo = () => act.mutate({ verb: "undo", body: { act: done.act } }, { onSuccess: onOver })
  useCommand("undo", act.isPending ? undefined : undo)
  return (
    <div className="undo-bar" role="status">
      <span>
        <span className="code">{done.code}</span> {words(`console:care.done.${done.act}`)}
      </span>
      <button type="button" className="button" disabled={act.isPending} onClick={undo}>
        {words("console:care.undo")} <kbd aria-hidden="true">u</kbd>
      </button>
      {act.isError && <Trouble error={act.error} />}
    </div>
  )
}
