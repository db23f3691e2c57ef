import type { Warning } from "@holdfast/contracts"
import type { Kysely } from "kysely"
import type { WarnContext } from "./context.ts"
import { versionOf } from "./domain/version.ts"
import { isUnsent, replacedBy, type StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { type Grounds, noGrounds, readGrounds } from "./shapes/index.ts"
import { listWarningsInForce } from "./store/warning-store.ts"
import { toContract } from "./to-contract.ts"

/** What is in force when a version is asked for, and where it lies against what waits. */
interface InForce {
  readonly warnings: readonly StoredWarning[]
  readonly grounds: Grounds
}

/** For a draft: it names nothing that it would take the place of, or it would change under its author. */
export const nothingInForce: InForce = { warnings: [], grounds: noGrounds }

/** With what these have in common with what waits. */
export async function inForceFor(
  db: Kysely<unknown>,
  waiting: readonly StoredWarning[],
  warnings: readonly StoredWarning[],
): Promise<InForce> {
  return { warnings, grounds: await readGrounds(db, waiting, warnings) }
}

/** The warnings as this account reads them, each that was not sent with its version. */
export async function showWarnings(
  context: Pick<WarnContext, "world" | "packs">,
  account: string | undefined,
  warnings: readonly StoredWarning[],
): Promise<Warning[]> {
  const { world } = context
  const waiting = warnings.filter(({ state }) => state === "submitted")
  const db = world.db.query
  const inForce =
    waiting.length > 0 ? await inForceFor(db, waiting, await listWarningsInForce(db, world.clock.now())) : nothingInForce
  return warnings.map((warning) => toContract(warning, account, findVersion(context, warning, inForce)))
}

export async function showWarning(
  context: Pick<WarnContext, "world" | "packs">,
  account: string | undefined,
  warning: StoredWarning,
): Promise<Warning> {
  const [shown] = await showWarnings(context, account, [warning])
  return shown!
}

/** Null for what is neither a draft nor waiting: nobody changes or approves it any more. */
export function findVersion({ packs }: Pick<WarnContext, "packs">, warning: StoredWarning, inForce: InForce): string | null {
  if (!isUnsent(warning)) return null
  const replaced =
    warning.state === "submitted" && warning.kind === "warning" ? replacedBy(warning, inForce.warnings, inForce.grounds) : []
  const codes = replaced.map(({ code }) => code)
  return versionOf(warning, packs.find(warning.hazard)?.warning, codes)
}

/** Throws `WARN_CHANGED` when what waits is not the version that was read. */
export function assertRead(context: Pick<WarnContext, "packs">, warning: StoredWarning, inForce: InForce, version: string): void {
  if (findVersion(context, warning, inForce) !== version) throw warnErrors.CHANGED({ code: warning.code })
}
