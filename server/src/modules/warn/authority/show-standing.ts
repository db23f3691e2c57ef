import type { StandingAuthorisation } from "@holdfast/contracts"
import type { WarnContext } from "../context.ts"
import type { Standing } from "./store/standing-store.ts"

/** Authorisations as staff read them, with the names behind each. */
export async function showStanding(
  { world, people }: Pick<WarnContext, "world" | "people">,
  reader: string | undefined,
  found: readonly Standing[],
): Promise<StandingAuthorisation[]> {
  const accounts = found.flatMap(({ proposer, approver }) => [proposer.account, approver?.account].filter((one) => one != null))
  const names = await people.names([...new Set(accounts)])
  const now = world.clock.now()
  return found.map((one) => ({
    id: one.id,
    code: one.code,
    hazard: one.hazard,
    level: one.level,
    state: one.endedAt || one.until <= now ? "over" : one.approvedAt ? "in-force" : "proposed",
    until: one.until.toISOString(),
    proposedAt: one.proposedAt.toISOString(),
    proposedByRole: one.proposer.role,
    mine: reader !== undefined && one.proposer.account === reader,
    approvedAt: one.approvedAt?.toISOString() ?? null,
    names: [one.proposer, ...(one.approver ? [one.approver] : [])].map(({ account }) => (account && names.get(account)) || null),
  }))
}
