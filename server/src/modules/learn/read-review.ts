import { type Bilingual, ResponseLevel, type Review } from "@holdfast/contracts"
import { languages, wordsIn } from "@holdfast/words"
import { z } from "zod"
import type { ThreadDoor } from "../../platform/thread/index.ts"
import type { World } from "../../platform/world/index.ts"
import { reviewOf } from "./domain/review.ts"
import { learnErrors } from "./errors.ts"
import { isReviewed, listReviews } from "./store/review-store.ts"

const REVIEWS_MAX = 50

export interface LearnContext {
  readonly world: World
  readonly thread: ThreadDoor
}

/** What each module's verbs are called in a review; the words stand under `learn:steps`. */
const steps: Readonly<Record<string, string>> = {
  "warn.send": "sent",
  "warn.send-alone": "sentAlone",
  "warn.send-standing": "sentStanding",
  "warn.lift": "lifted",
  "warn.expire": "expired",
  "warn.retract": "retracted",
  "respond.raise-incident": "raised",
  "respond.lower-incident": "lowered",
  "respond.start-task": "taskStarted",
  "respond.complete-task": "taskDone",
  "respond.refuse-task": "taskRefused",
  "respond.close-incident": "closed",
  "recover.confirm-restored": "restored",
}

/** The entries that raise or lower a response level say to which. */
const WithLevel = z.object({ level: ResponseLevel })

/** The review of one incident, or of a warning that is reviewed by itself, as far as it has come. Throws `PLATFORM_RECORD_NOT_FOUND` and `LEARN_NOT_AN_INCIDENT`. */
export async function readReview({ world, thread }: LearnContext, incident: string): Promise<Review> {
  const walked = await thread.walk(incident)
  if (walked.record.kind !== "incident" && !(await isReviewed(world.db.query, incident)))
    throw learnErrors.NOT_AN_INCIDENT({ record: incident })
  const records = [...walked.because, walked.record, ...walked.ledTo].flatMap(({ record }) => record ?? [])
  return reviewOf({
    thread: walked,
    entries: await thread.listEntries(records),
    now: world.clock.now(),
    stepTitle: ({ module, verb, body }) => {
      const step = steps[`${module}.${verb}`]
      const parsed = WithLevel.safeParse(body)
      return step === undefined ? undefined : said(`learn:steps.${step}`, parsed.success ? parsed.data : {})
    },
    protectedTitle: said("learn:protected"),
  })
}

/** The reviews of the last 50 closed incidents, newest first, and the position from which a live stream goes on. */
export async function readReviews(context: LearnContext): Promise<{ position: number; reviews: Review[] }> {
  const position = context.world.log.position
  const closed = await listReviews(context.world.db.query, REVIEWS_MAX)
  const reviews: Review[] = []
  // One after the other: each is a walk through the log, and the desk's own reads come between.
  for (const { incident } of closed) reviews.push(await readReview(context, incident))
  return { position, reviews }
}

function said(key: string, values: Readonly<Record<string, string>> = {}): Bilingual {
  return Object.fromEntries(languages.map((language) => [language, wordsIn(language)(key, values)])) as Bilingual
}
