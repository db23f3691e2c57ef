import type { ReactNode } from "react"

interface FactProps {
  readonly name: string
  readonly figure?: boolean
  readonly attention?: boolean
  readonly children: ReactNode
}

/** One line of the card. */
export function Fact({ name, figure = false, attention = false, children }: FactProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={figure ? "figure" : attention ? "attention" : undefined}>
        {attention && "! "}
        {children}
      </dd>
    </div>
  )
}
