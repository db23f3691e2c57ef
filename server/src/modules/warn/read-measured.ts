import type { Signal } from "@holdfast/contracts"
import type { WarnContext } from "./context.ts"
import type { Measured } from "./domain/say-measured.ts"

/** What a signal saw and by which rule. Throws `SENSE_SIGNAL_NOT_FOUND`. */
export async function readMeasured({ sense }: Pick<WarnContext, "sense">, id: string): Promise<Omit<Signal, "rule"> & Measured> {
  const [signal, rule] = await Promise.all([sense.getSignal(id), sense.findRuleOf(id)])
  return { ...signal, rule }
}
