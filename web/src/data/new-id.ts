import { useState } from "react"
import { isConflict } from "../ui/api.ts"

/**
 * The id of what a form makes next: the same until the server has made it, so that pressing again after a lost answer makes nothing
 * twice. When the server has something else under it, what was changed meanwhile becomes one more with the next press.
 */
export function useNewId(): { readonly id: string; settle(made: unknown, error: unknown): void } {
  const [id, setId] = useState(() => crypto.randomUUID())
  return {
    id,
    settle: (_made, error) => {
      if (!error || isConflict(error)) setId(crypto.randomUUID())
    },
  }
}
