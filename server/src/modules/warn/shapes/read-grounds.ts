import type { MultiPolygon } from "@holdfast/geo"
import type { Kysely } from "kysely"
import type { StoredWarning } from "../domain/warning.ts"
import { type Grounds, noGrounds } from "./domain/grounds.ts"
import { listCovered, listGroundPairs } from "./store/ground-store.ts"

type Drawable = Pick<StoredWarning, "id" | "shapes">

/** Measures the ground of what is not kept yet against those of others, when a shape is drawn in any of them. */
export async function readNewGround(
  db: Kysely<unknown>,
  parts: readonly MultiPolygon[],
  others: readonly Drawable[],
): Promise<Pick<Grounds, "covers">> {
  const drawn = others.filter(({ shapes }) => shapes.length > 0).map(({ id }) => id)
  const covered = drawn.length > 0 ? await listCovered(db, parts, drawn) : []
  return { covers: (_, other) => covered.includes(other) }
}

/** Measures the grounds of these warnings against those of the others, when a shape is drawn in any of them. */
export async function readGrounds(db: Kysely<unknown>, ones: readonly Drawable[], others: readonly Drawable[]): Promise<Grounds> {
  const isDrawn = ({ shapes }: Drawable) => shapes.length > 0
  if (ones.length === 0 || others.length === 0 || !(ones.some(isDrawn) || others.some(isDrawn))) return noGrounds
  const ids = (warnings: readonly Drawable[]) => warnings.map(({ id }) => id)
  const pairs = await listGroundPairs(db, ids(ones), ids(others))
  const found = new Map(pairs.map(({ one, other, covers }) => [`${one} ${other}`, covers]))
  return {
    covers: (one, other) => found.get(`${one} ${other}`) ?? false,
    meets: (one, other) => found.has(`${one} ${other}`),
  }
}
