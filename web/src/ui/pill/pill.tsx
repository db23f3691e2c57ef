import "./pill.css"
import type { ReactNode } from "react"

interface PillProps {
  /** A sign such as ✓, or a drawn one, that says the same as the word. */
  readonly icon?: ReactNode
  /** Past its limit, or not verified. */
  readonly dashed?: boolean
  readonly children: ReactNode
}

/** A state that is not a level: a word and a sign in ink, never a colour. */
export function Pill({ icon, dashed = false, children }: PillProps) {
  return (
    <span className={dashed ? "pill pill-dashed" : "pill"}>
      {icon && <span aria-hidden="true">{icon}</span>}
      <span>{children}</span>
    </span>
  )
}
