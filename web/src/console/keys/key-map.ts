import { type Screen, screens } from "../../router/route.ts"

/** What a key can ask for. No command sends or approves: that takes the button. */
export type Command =
  | "help"
  | "find"
  | "next"
  | "previous"
  | "back"
  | "next-pane"
  | "map-or-list"
  | "thread"
  | "acknowledge"
  | "shelve"
  | "undo"
  | "draft"
  | "comment"
  | `go-${Screen}`

/** Which letters ask for what. `g` waits for a second one. */
export const keyMap: readonly (readonly [keys: string, command: Command])[] = [
  ["?", "help"],
  ["/", "find"],
  ["j", "next"],
  ["k", "previous"],
  ["Escape", "back"],
  ["F6", "next-pane"],
  ["m", "map-or-list"],
  ["t", "thread"],
  ["a", "acknowledge"],
  ["s", "shelve"],
  ["u", "undo"],
  ["w", "draft"],
  ["c", "comment"],
  ["g w", "go-watch"],
  ["g a", "go-warnings"],
  ["g i", "go-incidents"],
  ["g o", "go-outages"],
  ["g r", "go-requests"],
  ["g j", "go-journal"],
  ["g v", "go-reviews"],
  ["g l", "go-rules"],
]

export interface KeyPress {
  readonly key: string
  readonly atMs: number
  /** The focus is where letters are written. */
  readonly inField: boolean
  /** An input method is putting a character together: every key is its own. */
  readonly composing: boolean
  /** Ctrl, Alt, or Meta is held: the browser's or the machine's key. */
  readonly modified: boolean
}

export interface KeyState {
  readonly prefix: string
  readonly atMs: number
}

export const noKeys: KeyState = { prefix: "", atMs: 0 }
const PREFIX_LASTS_MS = 1_500

/** Reads one key press after those before it. `singleKeys` is off when the person switched them off. */
export function readKey(before: KeyState, press: KeyPress, singleKeys: boolean): { state: KeyState; command?: Command } {
  const letter = press.key.length === 1
  if (press.composing || press.modified || (letter && (press.inField || !singleKeys))) return { state: noKeys }
  const prefix = press.atMs - before.atMs <= PREFIX_LASTS_MS ? before.prefix : ""
  const keys = prefix ? `${prefix} ${press.key}` : press.key
  const found = keyMap.find(([known]) => known === keys)
  if (found) return { state: noKeys, command: found[1] }
  return { state: keys === "g" ? { prefix: "g", atMs: press.atMs } : noKeys }
}

export function screenOf(command: Command): Screen | undefined {
  return screens.find((screen) => command === `go-${screen}`)
}
