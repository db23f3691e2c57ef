import type { Warning } from "@holdfast/contracts"
import type { Packs } from "../../platform/packs/index.ts"
import { type Following, followLog, type World } from "../../platform/world/index.ts"
import { answerWarning } from "./answer-warning.ts"
import { endWarning } from "./end-warning.ts"

const endings: readonly string[] = ["update", "lift", "retract", "expire"]

export interface WarningFollower {
  readonly world: World
  readonly getWarning: (id: string) => Promise<Warning>
  readonly packs: Packs
  readonly onError: (error: unknown) => void
}

/** Answers what happens to warnings, in the log's order and each exactly once: a sent one opens plans, an ended one ends incidents. */
export function followWarnings({ world, getWarning, packs, onError }: WarningFollower): Promise<Following> {
  return followLog(world, {
    name: "respond.warnings",
    wants: ({ module, verb }) => module === "warn" && (verb === "send" || endings.includes(verb)),
    prepare: async ({ verb, record }) => (verb === "send" ? getWarning(record) : undefined),
    handle: async (tx, { record }, sent) => {
      if (sent) await answerWarning(tx, sent, packs)
      else await endWarning(tx, record, packs)
    },
    onError,
  })
}
