import type { LogEvent, Warning } from "@holdfast/contracts"
import { LOG_SUBJECT } from "../../platform/log/index.ts"
import type { Packs } from "../../platform/packs/index.ts"
import { type Following, followLog, type World } from "../../platform/world/index.ts"
import { answerWarning } from "./answer-warning.ts"
import { endWarning } from "./end-warning.ts"
import { deleteNews, insertNews, listNews } from "./store/news-store.ts"

const NEWS_PAGE = 100
const RETRY_MS = 1_000
const verbs: readonly string[] = ["send", "lift", "retract", "expire"]

export interface WarningFollower {
  readonly world: World
  readonly getWarning: (id: string) => Promise<Warning>
  readonly packs: Packs
  readonly onError: (error: unknown) => void
}

/**
 * Answers what happens to warnings, in the log's order and each exactly once, also across a crash. In two steps, because a warning
 * is read through the door of its module and no transaction may wait for that: the follower keeps the news in its own
 * transaction, and each news is answered and removed in the next one. News that fails is tried again after a second.
 */
export async function followWarnings({ world, getWarning, packs, onError }: WarningFollower): Promise<Following> {
  let stopped = false
  let answering: Promise<void> | undefined

  const answerAll = async () => {
    for (;;) {
      const waiting = await listNews(world.db.query, NEWS_PAGE)
      if (waiting.length === 0) return
      for (const { seq, verb, warning } of waiting) {
        if (stopped) return
        const sent = verb === "send" ? await getWarning(warning) : undefined
        await world.react(async (tx) => {
          if (sent) await answerWarning(tx, sent, packs)
          else await endWarning(tx, warning)
          await deleteNews(tx.db, seq)
        })
      }
    }
  }
  let again = false
  const answer = (): Promise<void> => {
    // News that comes while answering may have been kept after the last look.
    again = true
    answering ??= (async () => {
      try {
        while (again) {
          again = false
          await answerAll()
        }
      } finally {
        answering = undefined
      }
    })()
    return answering
  }
  const wants = ({ module, verb }: Pick<LogEvent, "module" | "verb">) => module === "warn" && verbs.includes(verb)

  const following = await followLog(world, {
    name: "respond.warnings",
    wants,
    handle: (tx, { seq, verb, record }) => insertNews(tx.db, { seq, verb, warning: record }),
    onError,
  })
  const settle = async () => {
    await following.caughtUp()
    await answer()
  }
  const kick = () => {
    if (stopped) return
    settle().catch((error: unknown) => {
      onError(error)
      setTimeout(kick, RETRY_MS).unref()
    })
  }
  const leave = world.bus.subscribe(LOG_SUBJECT, (event) => {
    if (wants(event as LogEvent)) kick()
  })
  kick()
  return {
    caughtUp: settle,
    stop: async () => {
      stopped = true
      leave()
      await following.stop()
      await answering?.catch(() => {})
    },
  }
}
