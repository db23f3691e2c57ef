import type { Thread, ThreadNode } from "@holdfast/contracts"
import type { Screen } from "../../router/route.ts"

/** The phases of the thread, which are its lanes on wide screens. */
export const phases = ["sense", "warn", "respond", "recover", "serve", "learn"] as const
export type Phase = (typeof phases)[number]

export interface ThreadRow {
  readonly node: ThreadNode
  readonly side: "because" | "record" | "led-to"
  readonly phase: Phase
}

/** The whole thread as one list by time. Of equal times the cause stands first. */
export function threadRows(thread: Thread): ThreadRow[] {
  const row = (side: ThreadRow["side"]) => (node: ThreadNode) => ({ node, side, phase: phaseOf(node) })
  return [...thread.because.map(row("because")), row("record")(thread.record), ...thread.ledTo.map(row("led-to"))].toSorted(
    (a, b) => a.node.at.localeCompare(b.node.at),
  )
}

function phaseOf({ module }: ThreadNode): Phase {
  return phases.find((phase) => phase === module) ?? "respond"
}

const screenOfKind: Readonly<Record<ThreadNode["kind"], Screen>> = {
  signal: "watch",
  warning: "warnings",
  incident: "incidents",
  task: "thread",
  outage: "outages",
  request: "requests",
  note: "journal",
  review: "reviews",
  observation: "thread",
  "outside-alert": "outside",
}

/** Where a node opens; nowhere when it is protected, or is what the page shows already. */
export function targetOf({ node, side }: ThreadRow): { screen: Screen; id: string } | undefined {
  if (node.record === null || node.edge === "sealed") return undefined
  const screen = screenOfKind[node.kind]
  if (side === "record" && screen === "thread") return undefined
  return { screen, id: node.record }
}
