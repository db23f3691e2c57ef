const FIRST_MS = 2_000
const MOST_MS = 5 * 60_000

/**
 * How long to wait after a failed attempt: 2, 4, 8 … 300 seconds, each spread over half to one and a half of it, so that those who
 * failed together do not come back together. A receiver may ask for longer, up to the same bound.
 *
 * @param attempt which one failed, from 1
 * @param draw between 0 and 1
 */
export function backoffMs(attempt: number, draw: number, askedMs = 0): number {
  const base = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(attempt - 1, 20))
  return Math.round(Math.max(base * (0.5 + draw), Math.min(askedMs, MOST_MS)))
}
