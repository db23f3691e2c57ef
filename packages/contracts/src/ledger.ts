import { z } from "zod"
import { AreaRef, Bilingual, Level, Timestamp } from "./common.ts"
import { KnownEvent } from "./rules.ts"
import { warningStates } from "./warn.ts"

/** Days that one ledger may span: a year, and the same season once more. */
export const LEDGER_DAYS_MAX = 400

/**
 * What became of a warning. *hit*: what it warned of came, at its level or above, before it was over. *false-alarm*: nothing that is known
 * came near it. *unknown*: nobody has recorded yet what really happened. *in-force*: it still may come.
 */
export const ledgerVerdicts = ["hit", "false-alarm", "unknown", "in-force", "sent-in-error"] as const
export type LedgerVerdict = (typeof ledgerVerdicts)[number]

/** One event as the public heard it: a warning with all its updates. */
export const LedgerLine = z.object({
  /** The newest of the chain. */
  warning: z.uuid(),
  /** All codes of the chain, the first one first. */
  codes: z.array(z.string()),
  hazard: z.string(),
  /** The highest that it reached. */
  level: Level,
  areas: z.array(AreaRef),
  sentAt: Timestamp,
  endedAt: Timestamp.nullable(),
  state: z.enum(warningStates),
  /** The rule whose signal led to the first of the chain; null for what people began. */
  rule: z.object({ id: z.string(), name: Bilingual }).nullable(),
  signalToSentMin: z.number().nullable(),
  verdict: z.enum(ledgerVerdicts),
  /** From the sending at the level of the event to the beginning of the first event that it hit; below 0 it came after. */
  leadMin: z.number().nullable(),
})
export type LedgerLine = z.infer<typeof LedgerLine>

/** Figures of many; null says "not enough data". */
export const LedgerTotals = z.object({
  id: z.string(),
  name: Bilingual,
  warnings: z.int(),
  hits: z.int(),
  /** Known events without a warning; null for a rule, because what was missed had no signal. */
  misses: z.int().nullable(),
  falseAlarms: z.int(),
  unknown: z.int(),
  sentInError: z.int(),
  medianLeadMin: z.number().nullable(),
  medianSignalToSentMin: z.number().nullable(),
})
export type LedgerTotals = z.infer<typeof LedgerTotals>

/** Every warning of a span, held to what is known to have happened. */
export const WarningLedger = z.object({
  from: Timestamp,
  to: Timestamp,
  lines: z.array(LedgerLine),
  byHazard: z.array(LedgerTotals),
  byRule: z.array(LedgerTotals),
  /** Known events that no warning was near. */
  missed: z.array(KnownEvent.extend({ hazard: z.string(), areaName: Bilingual })),
  /** More were sent in the span than are shown. */
  isCut: z.boolean(),
})
export type WarningLedger = z.infer<typeof WarningLedger>
