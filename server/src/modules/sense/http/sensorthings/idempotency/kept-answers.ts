import type { World } from "../../../../../platform/world/index.ts"
import { senseErrors } from "../../../errors.ts"
import { answersSince } from "../../../forget-answers.ts"
import { findAnswers, type KeyedRequest, type NewAnswer } from "../../../store/answer-store.ts"
import type { Answered } from "../service.ts"

/** Characters of the answers of a part that are kept whole: some 3,500 links. Of more only status and headers are given again. */
const ANSWERS_MAX = 256 * 1024

/** Writes down what a request was answered; it is to be kept in the transaction of what the request did. */
export type Note = (answers: readonly Answered[]) => NewAnswer

/** Gives what a part of a request was answered before; else lets it be done, with its note where there is a key. */
export type Once = (part: number, work: (note: Note | undefined) => Promise<readonly Answered[]>) => Promise<readonly Answered[]>

const always: Once = (_part, work) => work(undefined)

/**
 * What was answered to requests with an Idempotency-Key, for a day. The same request under the same key gets the same answer and does
 * nothing; one that did nothing, because it was refused or the server went away, is done. The parts of a batch are kept one by one:
 * sent again, what is missing is done. The answers stand in the database; here is only what is under way, because one server
 * writes to a database.
 */
export class KeptAnswers {
  readonly #world: World
  readonly #underWay = new Set<string>()

  constructor(world: World) {
    this.#world = world
  }

  /**
   * Throws `SENSE_IDEMPOTENCY_KEY_UNDER_WAY` while the first request under this key is not answered, and
   * `SENSE_IDEMPOTENCY_KEY_USED` where it was another one.
   */
  async during<T>(request: KeyedRequest | undefined, work: (once: Once) => Promise<T>): Promise<T> {
    if (!request) return work(always)
    const name = request.keyHash.toString("base64")
    if (this.#underWay.has(name)) throw senseErrors.IDEMPOTENCY_KEY_UNDER_WAY({})
    this.#underWay.add(name)
    try {
      const { db, clock } = this.#world
      const kept = await findAnswers(db.query, request, answersSince(clock.now()))
      if (kept.some(({ requestHash }) => !requestHash.equals(request.requestHash))) throw senseErrors.IDEMPOTENCY_KEY_USED({})
      const byPart = new Map(kept.map(({ part, answers }) => [part, answers]))
      return await work(async (part, answer) => {
        const before = byPart.get(part)
        return before === undefined ? answer((answers) => ({ ...request, part, answers: written(answers) })) : read(before)
      })
    } finally {
      this.#underWay.delete(name)
    }
  }
}

function written(answers: readonly Answered[]): string {
  const whole = JSON.stringify(answers)
  return whole.length <= ANSWERS_MAX ? whole : JSON.stringify(answers.map(({ status, headers }) => ({ status, headers })))
}

function read(text: string): readonly Answered[] {
  return JSON.parse(text) as readonly Answered[]
}
