import type { Warning } from "@holdfast/contracts"
import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef, useState } from "react"
import { useEdit, useRefill, warningQuery } from "../../data/warn.ts"
import { isConflict } from "../../ui/api.ts"
import { changesOf, type Draft, type Edits, editsOf, goOnFrom, isUnchanged, keep, readKept, rebase } from "./draft-edits.ts"
import { useTurns } from "./use-turns.ts"

/** Words are saved when the hand rests; what is chosen with one click at once, so that the card follows. */
const AFTER_WORDS_MS = 3_000
const AFTER_CHOICE_MS = 150

/**
 * A draft on the screen: kept in this tab with each change, saved to the server by itself. Only what was changed here is sent, and
 * only onto the version that was read: what another window saved meanwhile is `theirs`, and this one waits for a person.
 */
export function useDraftEdits(warning: Warning) {
  const { id } = warning
  const queries = useQueryClient()
  const [edits, setEdits] = useState<Edits>(() => readKept(sessionStorage, id) ?? editsOf(warning))
  const [theirs, setTheirs] = useState<Warning>()
  const [savedAtMs, setSavedAtMs] = useState<number>()
  const latest = useRef(edits)
  const edit = useEdit(id)
  const refill = useRefill(id)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const inTurn = useTurns()
  const { mutateAsync, reset } = edit
  const saving = edit.isPending || refill.isPending

  const put = useCallback((next: Edits) => {
    latest.current = next
    setEdits(next)
  }, [])

  const send = useCallback(
    async function sendOn(): Promise<void> {
      const sent = latest.current
      // A reload in the middle must know its own words again.
      put({ ...sent, tried: sent.draft })
      if (!isUnchanged(sent)) keep(sessionStorage, id, latest.current)
      try {
        const saved = await mutateAsync({ version: sent.version, ...changesOf(sent) })
        // What was written meanwhile goes on from what is saved now.
        put({ version: editsOf(saved).version, base: sent.draft, draft: latest.current.draft })
      } catch (error) {
        const now = isConflict(error) ? await queries.fetchQuery({ ...warningQuery(id), staleTime: 0 }) : undefined
        if (now?.state !== "draft") throw error
        const next = goOnFrom(latest.current, now, [sent.tried, sent.draft])
        // A screen on which nothing was written simply shows what stands there now.
        if (!next && !isUnchanged(sent)) setTheirs(now)
        if (!next) throw error
        put(next)
        reset()
        if (!isUnchanged(next)) return sendOn()
      }
      keep(sessionStorage, id, isUnchanged(latest.current) ? undefined : latest.current)
      setSavedAtMs(performance.now())
    },
    [id, mutateAsync, put, queries, reset],
  )

  /** Saves what is on the screen. Rejects with the server's words; then it stays in this tab. */
  const save = useCallback(() => {
    clearTimeout(timer.current)
    return inTurn(async () => {
      if (!isUnchanged(latest.current)) return send()
      keep(sessionStorage, id, undefined)
    })
  }, [id, inTurn, send])

  /** As `save`, and asks also when nothing was changed here: rejects when the screen shows something else than the server has. */
  const check = useCallback(() => {
    clearTimeout(timer.current)
    return inTurn(send)
  }, [inTurn, send])

  // What fails is shown from the state of the mutation, and tried again with the next change.
  const saveAfter = useCallback(
    (delayMs: number) => {
      clearTimeout(timer.current)
      timer.current = setTimeout(() => void save().catch(() => {}), delayMs)
    },
    [save],
  )

  const change = useCallback(
    (draft: Draft, kind: "words" | "choice") => {
      put({ ...latest.current, draft })
      keep(sessionStorage, id, latest.current)
      if (!theirs) saveAfter(kind === "words" ? AFTER_WORDS_MS : AFTER_CHOICE_MS)
    },
    [id, put, saveAfter, theirs],
  )

  /** Lets the server write the words anew for what is on the screen. */
  const rewrite = async () => {
    await save()
    await inTurn(async () => {
      const filled = editsOf(await refill.mutateAsync())
      put({ ...filled, draft: { ...latest.current.draft, texts: filled.draft.texts } })
    })
  }

  const keepMine = () => {
    if (!theirs) return
    put(rebase(latest.current, theirs))
    setTheirs(undefined)
    saveAfter(0)
  }

  const takeTheirs = () => {
    if (!theirs) return
    put(editsOf(theirs))
    keep(sessionStorage, id, undefined)
    setTheirs(undefined)
    reset()
  }

  // Nothing was written here that another window could have overwritten, so the screen follows it.
  useEffect(() => {
    if (!saving && warning.version !== latest.current.version && isUnchanged(latest.current)) put(editsOf(warning))
  }, [warning, saving, put])

  useEffect(() => {
    // What a reload found in this tab has not reached the server.
    if (readKept(sessionStorage, id)) saveAfter(AFTER_CHOICE_MS)
    return () => {
      clearTimeout(timer.current)
      if (readKept(sessionStorage, id)) void save().catch(() => {})
    }
  }, [id, save, saveAfter])

  return {
    draft: edits.draft,
    theirs,
    change,
    save,
    check,
    rewrite,
    keepMine,
    takeTheirs,
    savedAtMs,
    saving,
    error: edit.error ?? refill.error,
  }
}
