import { useCallback, useRef } from "react"

/** Runs one after the other, each also when the one before it failed: two that went at once would refuse each other. */
export function useTurns(): <T>(run: () => Promise<T>) => Promise<T> {
  const last = useRef<Promise<unknown>>(Promise.resolve())
  return useCallback((run) => {
    const turn = last.current.then(run, run)
    last.current = turn.catch(() => {})
    return turn
  }, [])
}
