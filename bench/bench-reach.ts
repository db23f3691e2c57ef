import { isDeepStrictEqual } from "node:util"
import { Random } from "@holdfast/kernel"
import { type AreaSubscription, Population, Reach, stencilsOf } from "@holdfast/reach"
import { compare, type Figure, type Row } from "./measure.ts"
import { PostgisPeer } from "./reach-postgis.ts"
import { hazards, makeAreas, makeCells, makeQuestions, makeSubscriptions, newSubscription, type Question } from "./reach-world.ts"

export interface ReachSize {
  readonly subscriptions: number
  readonly areas: number
  readonly cells: number
  readonly questions: number
}

const SEED = 20_261_122
/** Fixed, so that every run asks the same. */
const NOW = 1_795_000_000
/** New, changed, and gone subscriptions while questions are asked. */
const CHANGES_PER_S = 20_000
const ROUNDS = 3
/** How often each question is asked while changes come. */
const TIMES_ASKED = 10

/**
 * Which areas and subscriptions a warning reaches, against PostGIS: the same areas, subscriptions, and shapes; the sets are equal, or
 * it throws. Undefined rows where no PostgreSQL is installed: then only ours is measured.
 */
export async function benchReach(size: ReachSize): Promise<{ readonly rows: Row[]; readonly figures: Figure[] }> {
  const say = (what: string) => process.stderr.write(`reach: ${what}\n`)
  say(`making ${size.subscriptions.toLocaleString("en")} subscriptions`)
  const areas = makeAreas(size.areas, SEED)
  const cells = makeCells(size.cells, SEED)
  const questions = makeQuestions(size.questions, areas, SEED)
  const subscriptions = () => makeSubscriptions(size.subscriptions, areas.length, NOW, SEED)
  const population = new Population(cells)
  const reach = new Reach({ areas, capacity: Math.ceil(size.subscriptions * 1.2) })
  for (const subscription of subscriptions()) reach.put(subscription)

  const into = new Uint32Array(size.subscriptions * 2)
  const ask = (question: Question) =>
    reach.match(stencilsOf(question.polygons), { hazard: hazards[question.hazard]!, level: question.level, now: NOW }, into)
  const rows: Row[] = []
  const postgis = await PostgisPeer.start()
  if (!postgis) say("no PostgreSQL is installed here: PostGIS is not run")
  try {
    if (postgis) {
      say(`filling ${postgis.version}`)
      await postgis.fill(areas, subscriptions(), cells)
      say("comparing the answers")
      for (const question of questions) {
        await assertSame(postgis, question, ask(question))
        const [ours, theirs] = [population.count(stencilsOf(question.polygons)), await postgis.residents(question)]
        if (ours !== theirs) throw new Error(`${ours} residents, PostGIS finds ${theirs}.`)
      }
      const perS = async (run: (question: Question) => unknown): Promise<number> => {
        const from = performance.now()
        for (const question of questions) await run(question)
        return (questions.length / (performance.now() - from)) * 1000
      }
      const against = (name: string, ours: (question: Question) => unknown, peer: (question: Question) => unknown) =>
        compare({ name, unit: "warnings/s", peerName: "PostGIS", ours: () => perS(ours), peer: () => perS(peer), rounds: ROUNDS })
      const many = `${size.subscriptions.toLocaleString("en")} subscriptions`
      rows.push(await against(`who is reached, of ${many}`, ask, (question) => postgis.numbers(question, NOW)))
      rows.push(await against(`the same, PostGIS only counts`, ask, (question) => postgis.count(question, NOW)))
      rows.push(
        await against(
          `residents of ${cells.residents.length.toLocaleString("en")} cells`,
          (question) => population.count(stencilsOf(question.polygons)),
          (question) => postgis.residents(question),
        ),
      )
    }
    say(`asking while ${CHANGES_PER_S.toLocaleString("en")} change a second`)
    const meanwhile = askMeanwhile(reach, { questions, population, areas: areas.length, first: size.subscriptions + 1, ask })
    if (postgis) {
      await postgis.change([...meanwhile.put.values()], [...meanwhile.removed])
      for (const question of questions) await assertSame(postgis, question, ask(question))
    }
    const { matchMs, bothMs, hits, changesPerS, changeUs } = meanwhile
    const figure = (name: string, unit: string, value: number, decimals = 0): Figure => ({
      name,
      unit,
      values: [value],
      decimals,
    })
    const at = (values: readonly number[], share: number) => values.toSorted((a, b) => a - b)[Math.floor(values.length * share)]!
    return {
      rows,
      figures: [
        figure("reached subscriptions, median of the shapes", "", at(hits, 0.5)),
        figure("reached subscriptions, most", "", Math.max(...hits)),
        figure("who is reached while subscriptions change, p50", "ms", at(matchMs, 0.5), 2),
        figure("who is reached while subscriptions change, p99", "ms", at(matchMs, 0.99), 2),
        figure("the same and the residents, p50", "ms", at(bothMs, 0.5), 2),
        figure("the same and the residents, p99", "ms", at(bothMs, 0.99), 2),
        figure("changes meanwhile", "/s", changesPerS),
        figure("one change", "µs", changeUs, 2),
        figure("memory of the subscriptions", "MB", reach.bytes / 2 ** 20),
        figure("memory of the process, typed arrays", "MB", process.memoryUsage().arrayBuffers / 2 ** 20),
      ],
    }
  } finally {
    await postgis?.stop()
  }
}

async function assertSame(postgis: PostgisPeer, question: Question, ours: ReturnType<Reach["match"]>): Promise<void> {
  const areas = await postgis.areas(question)
  const numbers = await postgis.numbers(question, NOW)
  const sorted = ours.areas.toSorted((a, b) => Number(a) - Number(b))
  if (!isDeepStrictEqual(sorted, areas)) throw new Error(`${sorted.length} areas, PostGIS finds ${areas.length}.`)
  if (Buffer.compare(bytesOf(ours.numbers), bytesOf(numbers)) !== 0)
    throw new Error(`${ours.numbers.length} subscriptions, PostGIS finds ${numbers.length}, or others.`)
}

function bytesOf(numbers: Uint32Array): Uint8Array {
  const sorted = numbers.toSorted()
  return new Uint8Array(sorted.buffer, sorted.byteOffset, sorted.byteLength)
}

interface Meanwhile {
  readonly matchMs: number[]
  readonly bothMs: number[]
  readonly hits: number[]
  readonly changesPerS: number
  /** Of one change alone, drawing it included. */
  readonly changeUs: number
  /** What there is in the end of what was put, by number, and what is gone. */
  readonly put: ReadonlyMap<number, AreaSubscription>
  readonly removed: ReadonlySet<number>
}

/** Asks one question after the other; between two of them all changes are made that have come due since. */
function askMeanwhile(
  reach: Reach,
  {
    questions,
    population,
    areas,
    first,
    ask,
  }: {
    readonly questions: readonly Question[]
    readonly population: Population
    readonly areas: number
    readonly first: number
    readonly ask: (question: Question) => ReturnType<Reach["match"]>
  },
): Meanwhile {
  const random = new Random(SEED)
  const put = new Map<number, AreaSubscription>()
  const removed = new Set<number>()
  const [matchMs, bothMs, hits]: [number[], number[], number[]] = [[], [], []]
  let [next, changes, changingMs] = [first, 0, 0]
  const change = () => {
    const kind = changes % 3
    const number = kind === 0 ? next++ : 1 + random.int(next - 1)
    changes += 1
    if (kind === 2) {
      reach.remove(number)
      put.delete(number)
      removed.add(number)
      return
    }
    const subscription = newSubscription(random, number, String(random.int(areas)), NOW)
    if (reach.put(subscription) !== "put") throw new Error("The index is full.")
    put.set(number, subscription)
    removed.delete(number)
  }
  const from = performance.now()
  for (let time = 0; time < TIMES_ASKED; time += 1) {
    for (const question of questions) {
      const changing = performance.now()
      for (const due = ((changing - from) / 1000) * CHANGES_PER_S; changes < due; ) change()
      const before = performance.now()
      changingMs += before - changing
      const found = ask(question)
      const matched = performance.now()
      population.count(stencilsOf(question.polygons))
      matchMs.push(matched - before)
      bothMs.push(performance.now() - before)
      if (time === 0) hits.push(found.numbers.length)
    }
  }
  const changesPerS = (changes / (performance.now() - from)) * 1000
  return { matchMs, bothMs, hits, put, removed, changesPerS, changeUs: (changingMs * 1000) / changes }
}
