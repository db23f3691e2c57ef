import type { Level } from "@holdfast/contracts"
import type { Figure } from "../../../platform/http/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { rankOf, roundCount, type Subscriptions } from "../subscriptions/index.ts"
import { type Reached, ReachIndex } from "./reach-index.ts"

export interface ReachAsked {
  /** Ids of published areas. */
  readonly areas: readonly string[]
  readonly hazard: string
  readonly level: Level
}

export interface Reach {
  /** From memory, at once; undefined while it is not ready. What is sent never waits for it. */
  match(asked: ReachAsked): Reached | undefined
  /**
   * How many residents subscribed to these areas, or to ones inside or around them, rounded, for people: from memory, else from the
   * table. Whatever the hazard and level: the difference between two drafts would tell what a single one asked for.
   */
  count(areas: readonly string[]): Promise<ReturnType<typeof roundCount>>
  /** Lets go what has run out, and tries again to fill what could not be filled. */
  sweep(now: Date): void
  /** How many are in memory; 0 while they are not there yet. */
  figures(): Figure[]
  /** Resolves when it is filled and all that was told until now is in it. */
  settled(): Promise<void>
  stop(): Promise<void>
}

/** Starts the index of what residents subscribed to. It fills while the city already works. */
export function startReach({
  world,
  subscriptions,
  onError,
}: {
  readonly world: World
  readonly subscriptions: Pick<Subscriptions, "onChange" | "publishedAreasFor" | "count">
  readonly onError: (error: unknown) => void
}): Reach {
  const index = new ReachIndex(world.db.query, onError)
  const leave = subscriptions.onChange(({ number }) => index.change(number))
  index.fill()
  const match = ({ areas, hazard, level }: ReachAsked) =>
    index.match({ areas, hazard, rank: rankOf(level), now: world.clock.now() })
  return {
    match,
    count: async (areas) => {
      const asked = subscriptions.publishedAreasFor(areas)
      const count = index.countIn(asked)
      return count === undefined ? subscriptions.count(asked) : roundCount(count)
    },
    sweep: (now) => {
      index.expire(now)
      index.fill()
    },
    figures: () => [
      {
        name: "holdfast_subscriptions_in_memory",
        help: "Subscriptions that are matched from memory; 0 while the table is asked",
        labels: {},
        value: index.size ?? 0,
      },
    ],
    settled: () => index.settled(),
    stop: async () => {
      leave()
      await index.stop()
    },
  }
}
