import type { Judged } from "../../domain/judged.ts"
import { momentsBetween } from "../../domain/moments.ts"
import { worstValueAt } from "../../domain/rule-state.ts"
import { ValueCurve } from "../../domain/value-curve.ts"

/** A value costs a look through its window: more of them than this are passed over, evenly. */
const MOMENTS_MAX = 3_000

/**
 * What a rule made of its windows between two times, the highest where they are too many to draw. Only where the value may change
 * is it asked; so what is measured once is drawn once.
 */
export function ruleCurve(
  judged: Judged,
  { fromMs, untilMs }: { readonly fromMs: number; readonly untilMs: number },
): { readonly atMs: number; readonly value: number | null }[] {
  const moments = momentsBetween(judged, fromMs, untilMs)
  const every = Math.ceil(moments.length / MOMENTS_MAX)
  const curve = new ValueCurve(fromMs, untilMs)
  // From the newest backwards, because the end is what somebody on duty looks at.
  for (let i = moments.length - 1; i >= 0; i -= every) curve.add(moments[i]!, worstValueAt(judged, moments[i]!))
  return curve.points()
}
