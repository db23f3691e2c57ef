import type { AreaRef, Level, Warning } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import { isInside } from "../modules/warn/index.ts"

/** What an update says otherwise than the warning before it; what stayed is left out. */
export interface WhatChanged {
  readonly level: { readonly from: Level; readonly to: Level } | undefined
  /** Named now, and in nothing that was named before. */
  readonly added: readonly AreaRef[]
  readonly removed: readonly AreaRef[]
  readonly until: { readonly from: Date; readonly to: Date } | undefined
  /** Lines of what to do that were not there before. */
  readonly newSteps: readonly string[]
  /** Lines of what to do that are not there any more: who follows them does what nobody asks now. */
  readonly goneSteps: readonly string[]
  /**
   * Whether nothing of what to do stayed: then it is read as a whole, and single lines say nothing. Words that only gave way to
   * stronger ones would read as if they were safe to leave.
   */
  readonly rewritten: boolean
  /** Whether it is otherwise described what happens. */
  readonly described: boolean
}

type Told = Pick<Warning, "level" | "areas" | "expires" | "texts">

/** Compares two warnings of one event in the reader's language, field by field and line by line. */
export function whatChanged(before: Told, now: Told, language: Language): WhatChanged {
  const [was, is] = [before.texts[language], now.texts[language]]
  const [oldSteps, newSteps] = [stepsOf(was.instruction), stepsOf(is.instruction)]
  const rewritten = !oldSteps.some((step) => newSteps.includes(step))
  const [from, to] = [new Date(before.expires), new Date(now.expires)]
  return {
    level: before.level === now.level ? undefined : { from: before.level, to: now.level },
    added: now.areas.filter(({ id }) => !isInside(id, before.areas)),
    removed: before.areas.filter(({ id }) => !isInside(id, now.areas)),
    until: minuteOf(from) === minuteOf(to) ? undefined : { from, to },
    newSteps: rewritten ? [] : newSteps.filter((step) => !oldSteps.includes(step)),
    goneSteps: rewritten ? [] : oldSteps.filter((step) => !newSteps.includes(step)),
    rewritten,
    described: was.description.trim() !== is.description.trim(),
  }
}

/** Pages show no seconds. */
const minuteOf = (at: Date) => Math.floor(at.getTime() / 60_000)

/** Lines, and sentences within a line. */
function stepsOf(instruction: string): string[] {
  return instruction
    .split(/\n|(?<=[。！？])|(?<=[.!?])\s/u)
    .map((step) => step.trim())
    .filter((step) => step !== "")
}
