import type { GuardFacts } from "./facts.ts"
import type { PublicAnswer } from "./night-facts.ts"

type Night = Pick<GuardFacts, "night">

const SMALLEST_CELL = 10
const ROUNDED_TO = 5

/** Counts of people in answers to everybody: rounded, none of a few, and none that two answers give away together. */
export function smallFigures({ night: { answers, residents } }: Night): string[] {
  const shown = answers.flatMap((answer) => figuresIn(answer).map((figure) => ({ path: answer.path, figure })))
  const areas = answers.flatMap((answer) => areasIn(answer))
  const published = new Map(areas.map(({ id, population }) => [id, population]))
  return [
    ...new Set([
      ...shown
        .filter(({ figure }) => figure % ROUNDED_TO !== 0)
        .map(({ path, figure }) => `${path.split("?")[0]} publishes ${figure}, which is not rounded`),
      ...shown
        .filter(({ figure }) => figure > 0 && figure < SMALLEST_CELL)
        .map(({ path, figure }) => `${path.split("?")[0]} publishes ${figure}, which is a few people`),
      ...recovered(published, residents),
    ]),
    ...(shown.length > 0 ? [] : ["no published figure was found"]),
  ]
}

/** What somebody finds out who takes the figures of all parts but one from that of the whole. */
function recovered(published: ReadonlyMap<string, number>, residents: GuardFacts["night"]["residents"]): string[] {
  const parts = Map.groupBy(residents, ({ parent }) => parent ?? "")
  return [...published].flatMap(([whole, figure]) =>
    (parts.get(whole) ?? [])
      .filter(({ exact }) => exact > 0 && exact < SMALLEST_CELL)
      .flatMap((small) => {
        const others = parts.get(whole)!.filter(({ area }) => area !== small.area)
        if (!others.every(({ area }) => published.has(area))) return []
        const rest = figure - others.reduce((sum, { area }) => sum + published.get(area)!, 0)
        return rest === small.exact ? [`${small.area} has ${rest} residents, as ${whole} and its other parts give away`] : []
      }),
  )
}

function areasIn({ type, body }: PublicAnswer): { id: string; population: number }[] {
  if (!type.includes("json")) return []
  const found: { id: string; population: number }[] = []
  eachObject(JSON.parse(body), (value) => {
    const { id, population } = value
    if (typeof id === "string" && typeof population === "number") found.push({ id, population })
  })
  return found
}

/** Counts of people or households, by the names that messages give them. */
function figuresIn({ type, body }: PublicAnswer): number[] {
  if (!type.includes("json")) return []
  const found: number[] = []
  eachObject(JSON.parse(body), (value) => {
    for (const [name, figure] of Object.entries(value))
      if (/^(population|people|persons|residents|households|reports|dwellings)/i.test(name) && typeof figure === "number")
        found.push(figure)
  })
  return found
}

function eachObject(value: unknown, look: (value: Record<string, unknown>) => void): void {
  if (value === null || typeof value !== "object") return
  if (!Array.isArray(value)) look(value as Record<string, unknown>)
  for (const inner of Object.values(value)) eachObject(inner, look)
}
