import type { Level } from "@holdfast/contracts"
import { overlaps } from "../../domain/warning.ts"

/** Whether a channel is for messages of this level in these areas; a list that is empty excludes nothing. */
export function serves(
  channel: { readonly areas: readonly string[]; readonly levels: readonly Level[] },
  areas: readonly string[],
  level: Level,
): boolean {
  const refs = (ids: readonly string[]) => ids.map((id) => ({ id }))
  return (
    (channel.levels.length === 0 || channel.levels.includes(level)) &&
    (channel.areas.length === 0 || overlaps(refs(channel.areas), refs(areas)))
  )
}
