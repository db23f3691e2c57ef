import type { Bilingual, WarningCard } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { existing } from "./advance.ts"
import { coachWarning } from "./coach-warning.ts"
import type { WarnContext } from "./context.ts"
import { slotsIn } from "./domain/fill.ts"
import { type Measured, sayMeasured } from "./domain/say-measured.ts"
import { meets, replacedBy } from "./domain/warning.ts"
import { readBeside } from "./read-beside.ts"
import { readMeasuredOf } from "./read-measured.ts"
import { listComingBack } from "./reissue-warnings.ts"
import { readGrounds, readWarningGround } from "./shapes/index.ts"
import { findWarning, listWarningsInForce } from "./store/warning-store.ts"

/** What everybody should see before it goes out: who and what is inside, who is not, what already applies there, what must be mended. */
export async function readCard(context: WarnContext, id: string, language: Language): Promise<WarningCard> {
  const { world, places, countApprovers, city, timeZone } = context
  const warning = existing(await findWarning(world.db.query, id), id)
  const now = world.clock.now()
  const ids = warning.areas.map((area) => area.id)
  const [named, ground, inForce, approvers, measured, comingBack] = await Promise.all([
    places.summarize(ids),
    warning.shapes.length > 0 ? readWarningGround(context, warning) : null,
    listWarningsInForce(world.db.query, now),
    countApprovers(ids, warning.author.account ?? undefined),
    readMeasuredOf(context, warning),
    warning.state === "sent" ? listComingBack(world.db.query, warning, now) : [],
  ])
  // What is drawn ends where no name does, so it is counted by the drawing.
  const summary = ground ? { population: ground.residents, sites: ground.sites, neighbours: ground.neighbours } : named
  const grounds = await readGrounds(world.db.query, [warning], inForce)
  const replaced = new Set(warning.kind === "warning" ? replacedBy(warning, inForce, grounds) : [])
  const { level, areas, shapes, onset, expires } = warning
  const slots = { areas, shapes, level, onset, expires, city, timeZone, measured }
  return {
    ...summary,
    ground,
    alreadyActive: inForce
      .filter((other) => other.id !== id && other.id !== warning.follows && meets(warning, other, grounds))
      .map((other) => ({ code: other.code, level: other.level, areas: [...other.areas], replaced: replaced.has(other) })),
    comesBack: comingBack.map(({ code, level, areas, expires }) => ({
      code,
      level,
      areas: [...areas],
      expires: expires.toISOString(),
    })),
    approvers,
    beside: await readBeside(context, warning, { now, language, isMeasured: Boolean(measured) }),
    ...(await coachWarning(context, warning, { now, language, neighbours: summary.neighbours })),
    measured: measured ? sayInBoth(measured, timeZone) : null,
    slots: { "zh-CN": slotsIn("zh-CN", slots), en: slotsIn("en", slots) },
    checkedAt: now.toISOString(),
  }
}

function sayInBoth(measured: Measured, timeZone: string): Bilingual | null {
  const [chinese, english] = [sayMeasured(measured, "zh-CN", timeZone), sayMeasured(measured, "en", timeZone)]
  return chinese && english ? { "zh-CN": chinese, en: english } : null
}
