import type { Signal } from "@holdfast/contracts"
import type { WarnContext } from "./context.ts"
import type { SlotSource } from "./domain/fill.ts"
import type { Measured } from "./domain/say-measured.ts"
import type { StoredWarning } from "./domain/warning.ts"

/** What a signal saw and by which rule. Throws `SENSE_SIGNAL_NOT_FOUND`. */
export async function readMeasured({ sense }: Pick<WarnContext, "sense">, id: string): Promise<Omit<Signal, "rule"> & Measured> {
  const [signal, rule] = await Promise.all([sense.getSignal(id), sense.findRuleOf(id)])
  return { ...signal, rule }
}

/**
 * What the signal of a warning measured, for its slots: undefined without a signal, null where the signal has no value, as when it was
 * raised from an alert of others. Throws `SENSE_SIGNAL_NOT_FOUND`.
 */
export async function readMeasuredOf(
  context: Pick<WarnContext, "sense">,
  { because, kind }: Pick<StoredWarning, "because" | "kind">,
): Promise<SlotSource["measured"]> {
  const seen = kind === "warning" && because ? await readMeasured(context, because) : undefined
  return seen?.threshold === null ? null : seen
}
