import { type ReactNode, useEffect, useRef } from "react"

/** Puts the focus into the first field: the key that opened a form is followed by its words, not by more keys. */
export function FocusFirst({ children }: { readonly children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => box.current?.querySelector<HTMLElement>("textarea, input, select")?.focus(), [])
  return (
    <div ref={box} className="care-form">
      {children}
    </div>
  )
}
