import type { SignalGroup } from "@holdfast/contracts"
import { type FocusEvent, useRef, useState } from "react"
import { type HeldRows, holdRows } from "./hold-rows.ts"

/** Holds the rows while the pointer or the focus is in the list. `letIn` takes those that wait. */
export function useHeldRows(groups: readonly SignalGroup[]) {
  const [held, setHeld] = useState<readonly string[]>()
  const pointed = useRef(false)
  const focused = useRef(false)
  const now = () => groups.map(({ key }) => key)
  const hold = () => setHeld((before) => before ?? now())
  const release = () => {
    if (!pointed.current && !focused.current) setHeld(undefined)
  }
  const shown: HeldRows = holdRows(groups, held)
  return {
    ...shown,
    letIn: () => setHeld(now()),
    listeners: {
      onPointerEnter: () => {
        pointed.current = true
        hold()
      },
      onPointerLeave: () => {
        pointed.current = false
        release()
      },
      onFocus: () => {
        focused.current = true
        hold()
      },
      onBlur: (event: FocusEvent) => {
        if (event.currentTarget.contains(event.relatedTarget)) return
        focused.current = false
        release()
      },
    },
  }
}
