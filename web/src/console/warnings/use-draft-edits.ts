import type { Warning } from "@holdfast/contracts"
import { useCallback, useEffect, useRef, useState } from "react"
import { useEdit, useRefill } from "../../data/warn.ts"
import { type Draft, draftOf, keep, readKept, toEdit } from "./draft-edits.ts"

/** Words are saved when the hand rests; what is chosen with one click at once, so that the card follows. */
const AFTER_WORDS_MS = 3_000
const AFTER_CHOICE_MS = 150

/** A draft on the screen: kept in this tab with each change, saved to the server by itself. */
export function useDraftEdits(warning: Warning) {
  const { id } = warning
  const [draft, setDraft] = useState<Draft>(() => readKept(sessionStorage, id) ?? draftOf(warning))
  const [savedAtMs, setSavedAtMs] = useState<number>()
  const latest = useRef(draft)
  const edit = useEdit(id)
  const refill = useRefill(id)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const { mutateAsync } = edit

  /** Saves what is on the screen. Rejects with the server's words; then it stays in this tab. */
  const save = useCallback(async () => {
    clearTimeout(timer.current)
    const sent = latest.current
    await mutateAsync(toEdit(sent))
    if (latest.current === sent) keep(sessionStorage, id, undefined)
    setSavedAtMs(performance.now())
  }, [id, mutateAsync])

  const put = useCallback((next: Draft) => {
    latest.current = next
    setDraft(next)
  }, [])

  const change = useCallback(
    (next: Draft, kind: "words" | "choice") => {
      put(next)
      keep(sessionStorage, id, next)
      clearTimeout(timer.current)
      // What fails is shown from the state of the mutation, and tried again with the next change.
      timer.current = setTimeout(() => void save().catch(() => {}), kind === "words" ? AFTER_WORDS_MS : AFTER_CHOICE_MS)
    },
    [id, put, save],
  )

  /** Lets the server write the words anew for what is on the screen. */
  const rewrite = async () => {
    await save()
    const { texts } = await refill.mutateAsync()
    put({ ...latest.current, texts })
  }

  useEffect(() => {
    // What a reload found in this tab has not reached the server.
    if (readKept(sessionStorage, id)) timer.current = setTimeout(() => void save().catch(() => {}), AFTER_CHOICE_MS)
    return () => {
      clearTimeout(timer.current)
      if (readKept(sessionStorage, id)) void save().catch(() => {})
    }
  }, [id, save])

  return {
    draft,
    change,
    save,
    rewrite,
    savedAtMs,
    saving: edit.isPending || refill.isPending,
    error: edit.error ?? refill.error,
  }
}
