import { type AreaRef, type Bilingual, type GroundReading, SHAPE_NAME_MAX } from "@holdfast/contracts"
import { type Language, languages, wordsIn } from "@holdfast/words"

/** More names are no name: then the districts are named, of which they are parts. */
const NAMES_MAX = 3

/** What a shape is made of, as far as its name needs it. */
export type NamedAfter =
  | { readonly kind: "parts" }
  | { readonly kind: "near" | "along"; readonly of: Bilingual; readonly km: number }
  | { readonly kind: "given"; readonly name: string }

/**
 * A name in both languages, from what it is around, or from the places that it lies in.
 *
 * @param parentOf the area around one
 */
export function proposeName(
  after: NamedAfter,
  { whole, partly }: Pick<GroundReading, "whole" | "partly">,
  parentOf: (area: AreaRef) => AreaRef | undefined,
): Bilingual {
  // What lies wholly inside says most, then the largest share.
  const touched = [...whole, ...partly.toSorted((a, b) => b.share - a.share).map(({ area }) => area)]
  const isExact = partly.length === 0 && touched.length <= NAMES_MAX
  const places = touched.length > NAMES_MAX ? parentsOf(touched, parentOf) : touched
  const name = (language: Language) => {
    const words = wordsIn(language)
    if (after.kind === "given") return after.name
    if (after.kind !== "parts") return words(`areas:names.${after.kind}`, { of: after.of[language], km: after.km })
    const named = places.slice(0, NAMES_MAX).map((area) => area.name[language])
    const list = named.join(language === "zh-CN" ? "、" : ", ")
    if (isExact) return list
    return words(places.length > NAMES_MAX ? "areas:names.partsMore" : "areas:names.parts", { places: list })
  }
  const [chinese, english] = languages.map((language) => name(language).slice(0, SHAPE_NAME_MAX))
  return { "zh-CN": chinese!, en: english! }
}

/** Those with most parts first. */
function parentsOf(areas: readonly AreaRef[], parentOf: (area: AreaRef) => AreaRef | undefined): AreaRef[] {
  const parents = Map.groupBy(
    areas.map((area) => parentOf(area) ?? area),
    ({ id }) => id,
  )
  return [...parents.values()].toSorted((a, b) => b.length - a.length).map(([first]) => first!)
}
