import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react"
import { type Command, noKeys, readKey } from "./key-map.ts"

type Handler = () => void
interface Keys {
  readonly singleKeys: boolean
  setSingleKeys(on: boolean): void
  add(command: Command, handler: Handler): () => void
}

const KeysContext = createContext<Keys | undefined>(undefined)
const STORED = "holdfast-single-keys"

/** Listens to the keyboard for the whole console and asks whoever registered last for a command. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [singleKeys, setSingleKeys] = useState(() => localStorage.getItem(STORED) !== "off")
  const handlers = useRef(new Map<Command, Handler[]>())
  useEffect(() => {
    localStorage.setItem(STORED, singleKeys ? "on" : "off")
    let state = noKeys
    const onKey = (event: KeyboardEvent) => {
      const found = readKey(
        state,
        {
          key: event.key,
          atMs: event.timeStamp,
          inField: isField(event.target),
          composing: event.isComposing,
          modified: event.ctrlKey || event.altKey || event.metaKey,
        },
        singleKeys,
      )
      state = found.state
      const handler = found.command && handlers.current.get(found.command)?.at(-1)
      if (!handler || event.defaultPrevented) return
      event.preventDefault()
      handler()
    }
    addEventListener("keydown", onKey)
    return () => removeEventListener("keydown", onKey)
  }, [singleKeys])
  const keys = useMemo(
    () => ({
      singleKeys,
      setSingleKeys,
      add: (command: Command, handler: Handler) => {
        const stack = handlers.current.get(command) ?? []
        handlers.current.set(command, [...stack, handler])
        return () => {
          const rest = handlers.current.get(command) ?? []
          handlers.current.set(
            command,
            rest.filter((other) => other !== handler),
          )
        }
      },
    }),
    [singleKeys],
  )
  return <KeysContext value={keys}>{children}</KeysContext>
}

export function useKeys(): Keys {
  const keys = useContext(KeysContext)
  if (!keys) throw new Error("Assertion failed: no KeysProvider above")
  return keys
}

/** Answers a command while the component is there. An undefined handler leaves the command to whoever is above. */
export function useCommand(command: Command, handler: Handler | undefined): void {
  const { add } = useKeys()
  const latest = useRef(handler)
  useEffect(() => {
    latest.current = handler
  })
  const wanted = handler !== undefined
  useEffect(() => (wanted ? add(command, () => latest.current?.()) : undefined), [add, command, wanted])
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select, [role=textbox]"))
}
