import type { Warning } from "@holdfast/contracts"
import type { WarnContext } from "./context.ts"
import { versionOf } from "./domain/version.ts"
import { isUnsent, replacedBy, type StoredWarning } from "./domain/warning.ts"
import { warnErrors } from "./errors.ts"
import { listWarningsInForce } from "./store/warning-store.ts"
import { toContract } from "./to-contract.ts"

/** What is in force when a version is asked for. */
type InForce = readonly StoredWarning[]

/** The warnings as this account reads them, each that was not sent with its version. */
export async function showWarnings(
  context: Pick<WarnContext, "world" | "packs">,
  account: string | undefined,
  warnings: readonly StoredWarning[],
): Promise<Warning[]> {
  const { world } = context
  const waits = warnings.some(({ state }) => state === "submitted")
  const inForce = waits ? await listWarningsInForce(world.db.query, world.clock.now()) : []
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
  const replaced = warning.state === "submitted" && warning.kind === "warning" ? replacedBy(warning, inForce) : []
  const codes = replaced.map(({ code }) => code)
  return versionOf(warning, packs.find(warning.hazard)?.warning, codes)
}

/** Throws `WARN_CHANGED` when what waits is not the version that was read. */
export function assertRead(context: Pick<WarnContext, "packs">, warning: StoredWarning, inForce: InForce, version: string): void {
  if (findVersion(context, warning, inForce) !== version) throw warnErrors.CHANGED({ code: warning.code })
}
