import { useEffect, useState, useSyncExternalStore } from "react"
import { canSound, play, wakeSound, watchSound } from "./tones.ts"

const STORED = "holdfast-heard"
const CHANGED = "holdfast-heard-changed"

/** What who sits here said about the test tone, kept until the tab is closed: the loudspeaker may be another tomorrow. */
type Heard = "yes" | "no" | undefined

export interface Sound {
  /** Whether the browser lets this page be heard. */
  readonly allowed: boolean
  readonly heard: Heard
  /** Plays the test tone; must be called from a click. */
  test(): Promise<void>
  answer(heard: "yes" | "no"): void
}

/** Whether this console can be heard: allowed by the browser, and proved by the ear of who sits here. */
export function useSound(account: string | null | undefined): Sound {
  const allowed = useSyncExternalStore(watchSound, canSound)
  const key = `${STORED}-${account ?? ""}`
  const [heard, setHeard] = useState<Heard>(() => readHeard(key))
  useEffect(() => {
    const read = () => setHeard(readHeard(key))
    read()
    addEventListener(CHANGED, read)
    return () => removeEventListener(CHANGED, read)
  }, [key])
  return {
    allowed,
    heard,
    test: async () => {
      await wakeSound()
      play("needs-you")
    },
    answer: (said) => {
      sessionStorage.setItem(key, said)
      dispatchEvent(new Event(CHANGED))
    },
  }
}

/** A browser allows sound after the first click or key on a page, so each page asks at that moment by itself. */
export function useWakeSound(): void {
  useEffect(() => {
    const wake = () => void wakeSound().catch(() => {})
    addEventListener("pointerdown", wake)
    addEventListener("keydown", wake)
    return () => {
      removeEventListener("pointerdown", wake)
      removeEventListener("keydown", wake)
    }
  }, [])
}

function readHeard(key: string): Heard {
  const said = sessionStorage.getItem(key)
  return said === "yes" || said === "no" ? said : undefined
}
