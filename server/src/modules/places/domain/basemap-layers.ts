/** The two layouts of vector tiles that the map can draw, by layers that only one of them has. */
const schemas = {
  /** https://docs.protomaps.com/basemaps/layers */
  protomaps: ["earth", "roads"],
  /** https://openmaptiles.org/schema/ */
  openmaptiles: ["transportation", "landcover"],
} as const
export type BasemapSchema = keyof typeof schemas
export const basemapSchemas = Object.keys(schemas) as BasemapSchema[]

/** Whose layers these are; undefined when they are nobody's that the map knows. */
export function schemaOf(layers: readonly string[]): BasemapSchema | undefined {
  return basemapSchemas.find((schema) => schemas[schema].some((layer) => layers.includes(layer)))
}

const entities: Readonly<Record<string, string>> = { amp: "&", copy: "©", gt: ">", lt: "<", nbsp: " ", quot: '"', "#169": "©" }

/** The words of an attribution, which metadata write in HTML: without its tags, so that a file brings no markup into a page. */
export function plainAttribution(html: string): string {
  return html
    .replace(/<[^>]*>/g, " ")
    .replace(/&(#?\w+);/g, (whole, name: string) => entities[name] ?? whole)
    .replace(/\s+/g, " ")
    .trim()
}
