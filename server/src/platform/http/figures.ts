import { Gauge, type Registry } from "prom-client"

/** One figure of a module at this moment, for `/metrics`. */
export interface Figure {
  /** Such as `holdfast_source_up`. */
  readonly name: string
  readonly help: string
  /** Never an address, a name, or anything of a person. */
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** Puts the figures of now in the place of those of before; what is no longer told is gone. */
export function setFigures(registry: Registry, figures: readonly Figure[], known: Map<string, Gauge>): void {
  for (const gauge of known.values()) gauge.reset()
  for (const { name, help, labels, value } of figures) {
    const gauge = known.get(name) ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] })
    known.set(name, gauge)
    gauge.set({ ...labels }, value)
  }
}
