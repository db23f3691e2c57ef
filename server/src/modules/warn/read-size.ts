import type { WarningSize } from "@holdfast/contracts"
import type { WarnContext } from "./context.ts"
import { residentsOf, sizeOf } from "./domain/size.ts"
import type { StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { readWarningGround } from "./shapes/index.ts"
import { listLastSent } from "./store/warning-store.ts"

/** With so many is a warning compared. */
const COMPARED = 10

/** How far it reaches, against the last ten that were sent. */
export async function readSize(context: WarnContext, warning: StoredWarning): Promise<WarningSize> {
  const { world, places } = context
  const populationOf = (id: string) => places.findArea(id)?.population ?? null
  const [ground, before] = await Promise.all([
    warning.shapes.length > 0 ? readWarningGround(context, warning) : null,
    listLastSent(world.db.query, { except: warning.id, limit: COMPARED }),
  ])
  const people = ground ? ground.residents : residentsOf(warning.areas, populationOf)
  return sizeOf(
    people,
    before.map(({ areas }) => residentsOf(areas, populationOf)),
  )
}

/** Throws `WARN_SIZE_UNTYPED` unless whoever hands it in has typed how many people an unusually large one reaches. */
export function assertTyped(
  { code }: Pick<StoredWarning, "code">,
  { typed, people }: WarningSize,
  said: number | undefined,
): void {
  if (typed && said !== people) throw warnErrors.SIZE_UNTYPED({ code, people })
}
