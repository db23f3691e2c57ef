import { useQueryClient } from "@tanstack/react-query"
import { useCallback, useEffect, useRef, useState } from "react"
import { useLiveState } from "../city/clock.tsx"
import { sendTaskChange, type TaskChange } from "../data/respond.ts"
import { RefusedError } from "../ui/api.ts"
import { type Attempt, addItem, nextItem, type OutboxItem, readOutbox, settle, writeOutbox } from "./outbox.ts"

interface OutboxState {
  /** Together with what has just arrived and is not yet in what the server says, or a task would look undone for a moment. */
  readonly items: readonly OutboxItem[]
  readonly arrived: number
  readonly sending: boolean
  /** Keeps a change on the phone and sends it when it can. False when there is no room. */
  save(change: TaskChange): boolean
  /** Drops what the server refused, after the person read why. */
  drop(item: OutboxItem): void
}

/** The outbox of this phone: everything is written here first, so that a lost network loses nothing that was said as saved. */
export function useOutbox(): OutboxState {
  const queries = useQueryClient()
  const { lost, position } = useLiveState()
  const [items, setItems] = useState<readonly OutboxItem[]>(() => readOutbox(localStorage))
  const [arriving, setArriving] = useState<OutboxItem>()
  const [arrived, setArrived] = useState(0)
  const [sending, setSending] = useState(false)
  const latest = useRef(items)
  const busy = useRef(false)
  const keep = useCallback((next: readonly OutboxItem[]) => {
    latest.current = next
    writeOutbox(localStorage, next)
    setItems(next)
  }, [])
  const flush = useCallback(async () => {
    if (busy.current) return
    busy.current = true
    setSending(true)
    for (let item = nextItem(latest.current); item; item = nextItem(latest.current)) {
      const attempt = await send(item)
      keep(settle(latest.current, item, attempt))
      if (attempt.kind === "arrived") setArriving(item)
      if (attempt.kind === "away") break
      if (attempt.kind === "arrived") setArrived((count) => count + 1)
      await queries.invalidateQueries({ queryKey: ["respond"] })
      setArriving(undefined)
    }
    busy.current = false
    setSending(false)
  }, [keep, queries])
  // Each heartbeat and event says that the network is there again.
  useEffect(() => {
    if (!lost && position >= 0) void flush()
  }, [lost, position, flush])
  useEffect(() => {
    const tryNow = () => void flush()
    addEventListener("online", tryNow)
    return () => removeEventListener("online", tryNow)
  }, [flush])
  return {
    items: arriving ? [arriving, ...items] : items,
    arrived,
    sending,
    save: (change) => {
      const next = addItem(latest.current, { ...change, savedAtMs: Date.now() })
      if (!next) return false
      keep(next)
      void flush()
      return true
    },
    drop: (item) => keep(latest.current.filter((other) => other !== item)),
  }
}

async function send({ task, verb, note }: OutboxItem): Promise<Attempt> {
  try {
    await sendTaskChange(note === undefined ? { task, verb } : { task, verb, note })
    return { kind: "arrived" }
  } catch (error) {
    // A server that stumbles is asked again, as a network that is away.
    if (error instanceof RefusedError && error.problem.status < 500) return { kind: "refused", reason: error.message }
    return { kind: "away" }
  }
}
