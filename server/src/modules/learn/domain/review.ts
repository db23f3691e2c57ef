import type { Bilingual, Review, Thread, ThreadNode } from "@holdfast/contracts"
import type { Json } from "@holdfast/kernel"

/** One entry of the log, as the review reads it. */
export interface Entry {
  /** The position in the log. */
  readonly seq: number
  readonly at: Date
  readonly module: string
  readonly verb: string
  readonly record: string
  /** Null once its retention is over. */
  readonly body: Json | null
}

/** Words for what happened, by module and verb; undefined for what is no step of its own. */
export type StepTitle = (entry: Pick<Entry, "module" | "verb" | "body">) => Bilingual | undefined

const MINUTE_MS = 60_000

/**
 * What came out of one incident. Everything is taken from the thread and the log: nothing is entered by hand, and nothing here
 * names or ranks a person. A span whose beginning or end is not there is null: "not enough data".
 *
 * @param options.protectedTitle what stands for what residents reported
 */
export function reviewOf(options: {
  readonly thread: Thread
  readonly entries: readonly Entry[]
  readonly now: Date
  readonly stepTitle: StepTitle
  readonly protectedTitle: Bilingual
}): Review {
  const { thread, entries, now, stepTitle, protectedTitle } = options
  const incident = thread.record
  const nodes = [...thread.because, incident, ...thread.ledTo]
  const own = entries.filter(({ record }) => record === incident.record)
  return {
    incident: incident.record!,
    code: incident.code ?? "",
    openedAt: incident.at,
    closedAt: lastAt(own, "close-incident")?.toISOString() ?? null,
    steps: stepsOf(nodes, entries, stepTitle, protectedTitle),
    minutes: minutesOf(thread, entries),
    tasks: countTasks(thread.ledTo, entries, now),
  }
}

type Step = Review["steps"][number]

/**
 * First each record as it came up, then what was done with it, all by time, and at the same time in the order of the log: what led
 * to something stands before it. What is sealed has a day only and counts no minutes.
 */
function stepsOf(
  nodes: readonly ThreadNode[],
  entries: readonly Entry[],
  stepTitle: StepTitle,
  protectedTitle: Bilingual,
): Step[] {
  const begins = new Map(entries.toReversed().map(({ record, seq }) => [record, seq]))
  const appeared = nodes.map((node) => ({
    seq: (node.record && begins.get(node.record)) || 0,
    node,
    title: node.title ?? protectedTitle,
    at: node.at,
    day: node.day,
  }))
  const known = new Map(nodes.map((node) => [node.record, node]))
  const done = entries.flatMap((entry) => {
    const node = known.get(entry.record)
    const title = stepTitle(entry)
    return node && title ? [{ seq: entry.seq, node, title: named(title, node), at: entry.at.toISOString(), day: undefined }] : []
  })
  let previous: number | undefined
  return [...appeared, ...done]
    .toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.seq - b.seq)
    .map(({ node: { record, kind, code }, title, at, day }) => {
      if (record === null) return { record, kind, code, title, at, day, minutesSincePrevious: null }
      const time = Date.parse(at)
      const minutesSincePrevious = previous === undefined ? null : minutes(time - previous)
      previous = time
      return { record, kind, code, title, at, minutesSincePrevious }
    })
}

/** A storm has dozens of tasks, which have no codes: what was done with one says which. */
function named(title: Bilingual, node: ThreadNode): Bilingual {
  if (node.kind !== "task" || !node.title) return title
  return { "zh-CN": `${title["zh-CN"]}：${node.title["zh-CN"]}`, en: `${title.en}: ${node.title.en}` }
}

function minutesOf({ because, ledTo }: Thread, entries: readonly Entry[]): Review["minutes"] {
  const signal = earliest(because.filter(({ kind }) => kind === "signal").map(({ at }) => Date.parse(at)))
  const sent = firstAt(entries, "send")
  const firstTask = firstAt(entries, "start-task", "complete-task")
  const outages = ledTo.filter(({ kind }) => kind === "outage")
  const restored = outages.map(({ record }) =>
    lastAt(
      entries.filter((entry) => entry.record === record),
      "confirm-restored",
    ),
  )
  const allRestored = outages.length > 0 && restored.every((at) => at !== undefined)
  return {
    signalToSent: between(signal, sent),
    sentToFirstTask: between(sent, firstTask),
    outageToRestored: allRestored
      ? between(earliest(outages.map(({ at }) => Date.parse(at))), Math.max(...restored.map((at) => at!.getTime())))
      : null,
    sentToLifted: between(sent, lastAt(entries, "lift")?.getTime()),
  }
}

/** A task is late when it was finished after it was due, or is still open and overdue. */
function countTasks(ledTo: readonly ThreadNode[], entries: readonly Entry[], now: Date): Review["tasks"] {
  const counts = { done: 0, late: 0, refused: 0, open: 0 }
  for (const { record } of ledTo.filter(({ kind }) => kind === "task")) {
    const own = entries.filter((entry) => entry.record === record)
    const end = own.find(({ verb }) => verb === "complete-task" || verb === "refuse-task")
    if (!end) {
      counts.open += 1
      const due = field(own.find(({ verb }) => verb === "add-task")?.body, "dueAt")
      if (typeof due === "string" && Date.parse(due) < now.getTime()) counts.late += 1
    } else {
      counts[end.verb === "complete-task" ? "done" : "refused"] += 1
      if (field(end.body, "late") === true) counts.late += 1
    }
  }
  return counts
}

function field(body: Json | null | undefined, name: string): Json | undefined {
  return body !== null && typeof body === "object" && !Array.isArray(body)
    ? (body as Record<string, Json | undefined>)[name]
    : undefined
}

function firstAt(entries: readonly Entry[], ...verbs: readonly string[]): number | undefined {
  return earliest(entries.filter(({ verb }) => verbs.includes(verb)).map(({ at }) => at.getTime()))
}

function lastAt(entries: readonly Entry[], verb: string): Date | undefined {
  return entries.findLast((entry) => entry.verb === verb)?.at
}

function earliest(times: readonly number[]): number | undefined {
  return times.length > 0 ? Math.min(...times) : undefined
}

/** Null also for an end before its beginning: then the two do not belong together. */
function between(from: number | undefined, to: number | undefined): number | null {
  return from === undefined || to === undefined || to < from ? null : minutes(to - from)
}

/** In minutes, to a tenth. */
function minutes(ms: number): number {
  return Math.round((ms / MINUTE_MS) * 10) / 10
}
