/** How long the news of one module may wait for more of it: a storm writes hundreds of entries in a second. */
export const GATHER_MS = 500

/**
 * Tells the first news of a key at once, and whatever follows within the time as one, at its end: five thousand signals in a
 * minute make each console ask twice a second, not five thousand times.
 *
 * @param later runs something after some milliseconds
 */
export function gatherNews<K>(
  tell: (key: K) => void,
  later: (run: () => void, ms: number) => unknown = setTimeout,
): (key: K) => void {
  const waiting = new Map<K, boolean>()
  const rest = (key: K) =>
    later(() => {
      const more = waiting.get(key)
      if (!more) return void waiting.delete(key)
      waiting.set(key, false)
      tell(key)
      rest(key)
    }, GATHER_MS)
  return (key) => {
    if (waiting.has(key)) return void waiting.set(key, true)
    waiting.set(key, false)
    tell(key)
    rest(key)
  }
}
