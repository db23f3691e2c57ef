import "./query-state.css"
import type { UseQueryResult } from "@tanstack/react-query"
import { type ReactNode, useEffect, useState } from "react"
import { isMissing, RefusedError } from "../api.ts"
import { useSpeech } from "../language.tsx"

const BARS_AFTER_MS = 400
const WORDS_AFTER_MS = 4_000

interface QueryStateProps<T> {
  readonly query: UseQueryResult<T>
  /** What is shown when the answer came and holds nothing; undefined when there is something. */
  readonly empty?: (data: T) => ReactNode | undefined
  readonly children: (data: T) => ReactNode
}

/** The four states of everything that is asked from the server: loading, refused or failed, empty, and there. */
export function QueryState<T>({ query, empty, children }: QueryStateProps<T>) {
  if (query.data !== undefined) {
    return (
      <>
        {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
        {empty?.(query.data) ?? children(query.data)}
      </>
    )
  }
  if (query.isError) return <Trouble error={query.error} retry={() => void query.refetch()} />
  return <Loading />
}

export function Empty({ children }: { children: ReactNode }) {
  return <p className="state-empty">{children}</p>
}

/** What went wrong, in the server's words where it gave some, with its code in small. */
export function Trouble({ error, retry }: { error: Error; retry?: () => void }) {
  const { words } = useSpeech()
  const code = error instanceof RefusedError ? error.problem.code : undefined
  const text = isMissing(error) && code?.startsWith("HTTP_") ? words("console:states.missing") : readable(error, words)
  return (
    <div className="state-trouble" role="alert">
      <p className="problem">✕ {text}</p>
      {code && <p className="state-code">{code}</p>}
      {retry && !isMissing(error) && (
        <button type="button" className="button" onClick={retry}>
          {words("console:states.retry")}
        </button>
      )}
    </div>
  )
}

function readable(error: Error, words: (key: string) => string): string {
  if (error instanceof RefusedError) return error.message
  return words(error instanceof TypeError ? "console:states.unreached" : "console:states.unreadable")
}

function Loading() {
  const { words } = useSpeech()
  const [passed, setPassed] = useState<"nothing" | "bars" | "words">("nothing")
  useEffect(() => {
    const timers = [setTimeout(() => setPassed("bars"), BARS_AFTER_MS), setTimeout(() => setPassed("words"), WORDS_AFTER_MS)]
    return () => timers.forEach(clearTimeout)
  }, [])
  return (
    <div className="state-loading" role="status">
      {passed !== "nothing" && [0, 1, 2].map((bar) => <span key={bar} className="state-bar" />)}
      {passed === "words" && <p>{words("console:states.loading")}</p>}
    </div>
  )
}
