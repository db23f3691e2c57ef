import type { WarningCard } from "@holdfast/contracts"
import { type Language, wordsIn } from "@holdfast/words"
import { existing } from "./advance.ts"
import type { WarnContext } from "./context.ts"
import { findMusts } from "./domain/musts.ts"
import { overlaps } from "./domain/warning.ts"
import { findWarning, listWarningsInForce } from "./store/warning-store.ts"

/** What everybody should see before it goes out: who and what is inside, who is not, what already applies there, what must be mended. */
export async function readCard(
  { world, places, countApprovers }: WarnContext,
  id: string,
  language: Language,
): Promise<WarningCard> {
  const warning = existing(await findWarning(world.db.query, id), id)
  const now = world.clock.now()
  const ids = warning.areas.map((area) => area.id)
  const [summary, inForce, approvers] = await Promise.all([
    places.summarize(ids),
    listWarningsInForce(world.db.query, now),
    countApprovers(ids, warning.author.account),
  ])
  const words = wordsIn(language)
  return {
    ...summary,
    alreadyActive: inForce
      .filter((other) => other.id !== id && other.id !== warning.follows && overlaps(other.areas, warning.areas))
      .map(({ code, level, areas }) => ({ code, level, areas: [...areas] })),
    approvers,
    musts: findMusts(warning, now).map(({ code, found }) => ({
      code: `WARN_${code}`,
      text: words(`warn:musts.${code}`, { found }),
    })),
  }
}
