import { type ChannelPurpose, type Level, levels } from "@holdfast/contracts"

/**
 * Which message goes first where several wait: the lowest rank. What is real before every test, higher levels first, and within a
 * level what takes back or ends before what begins, since people act on the wrong one meanwhile.
 */
export function rankOf({ purpose, level }: { readonly purpose: ChannelPurpose; readonly level: Level }): number {
  if (purpose === "test") return TEST_RANK
  const height = levels.length - 1 - levels.indexOf(level)
  return height * 10 + ranks[purpose]
}

export const TEST_RANK = 1_000
const ranks = { retraction: 0, warning: 1, update: 1, lifting: 2 } as const
