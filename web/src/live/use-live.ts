import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useState } from "react"
import { gatherNews } from "./gather.ts"
import { joinLive } from "./live.ts"

export interface LiveState {
  /** The world's time of the last heartbeat, and when it came by this machine's clock. */
  readonly beat: { readonly at: Date; readonly heardMs: number } | undefined
  readonly position: number
  readonly lost: boolean
}

/**
 * Follows the live stream and makes the queries of a module load anew when the log says that it changed. Queries are keyed by
 * module first: `["respond", "journal"]`.
 */
export function useLive(): LiveState {
  const queries = useQueryClient()
  const [state, setState] = useState<LiveState>({ beat: undefined, position: 0, lost: false })
  useEffect(() => {
    let position = 0
    let lost = false
    const news = gatherNews((key: string) => void queries.invalidateQueries({ queryKey: [key] }))
    return joinLive((message) => {
      if (message.kind === "event") {
        position = message.event.seq
        // A thread and a review gather what all modules did.
        for (const key of [message.event.module, "thread", "learn"]) news(key)
        setState((now) => ({ ...now, position, lost: false }))
      } else if (message.kind === "beat") {
        // A tab that joins late, or slept, has missed what lies between. What was asked while the server was gone had no answer.
        if (lost || message.position > position) void queries.invalidateQueries()
        position = message.position
        lost = false
        setState({ beat: { at: new Date(message.at), heardMs: performance.now() }, position, lost: false })
      } else if (message.kind === "lost") {
        // Nobody is there to be asked: all is asked when the next beat comes.
        lost = true
        setState((now) => ({ ...now, lost }))
      } else {
        void queries.invalidateQueries()
        setState((now) => ({ ...now, lost: false }))
      }
    })
  }, [queries])
  return state
}
