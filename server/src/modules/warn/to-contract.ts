import type { Warning } from "@holdfast/contracts"
import type { StoredWarning } from "./domain/warning.ts"

/** The warning as it leaves this module: accounts stay here. The version is for staff, who may change or approve what has one. */
export function toContract(warning: StoredWarning, reader?: string, version: string | null = null): Warning {
  return {
    id: warning.id,
    code: warning.code,
    kind: warning.kind,
    identifier: warning.identifier,
    state: warning.state,
    hazard: warning.hazard,
    level: warning.level,
    areas: [...warning.areas],
    shapes: [...warning.shapes],
    texts: warning.texts,
    written: warning.written,
    resources: [...warning.resources],
    urgency: warning.urgency,
    certainty: warning.certainty,
    onset: warning.onset.toISOString(),
    expires: warning.expires.toISOString(),
    because: warning.because,
    follows: warning.follows,
    createdAt: warning.createdAt.toISOString(),
    authorRole: warning.author.role,
    mine: reader !== undefined && reader === warning.author.account,
    approverRole: warning.approver?.role ?? null,
    sentAt: warning.sentAt?.toISOString() ?? null,
    endedAt: warning.endedAt?.toISOString() ?? null,
    rejection: warning.rejection,
    discarded: warning.discarded,
    reissues: warning.reissues,
    mode: warning.mode,
    original: warning.original,
    basis: warning.basis,
    alone: warning.alone?.category ?? null,
    version,
  }
}
