import { type Level, levels } from "@holdfast/contracts"

const names = [
  "land",
  "built",
  "park",
  "water",
  "shore",
  "label",
  "label-water",
  "symbol",
  "on-symbol",
  "road",
  "road-casing",
  "district",
] as const

/** The colours of the map as the page has them now. The map draws itself, so it cannot use the page's own properties. */
export interface MapColours {
  readonly map: Readonly<Record<(typeof names)[number], string>>
  readonly level: Readonly<Record<Level, { readonly solid: string; readonly on: string; readonly edge: string }>>
  readonly surface: string
  readonly dark: boolean
}

export function readColours(): MapColours {
  const style = getComputedStyle(document.documentElement)
  const read = (name: string) => style.getPropertyValue(name).trim()
  const chosen = document.documentElement.dataset["theme"]
  return {
    map: Object.fromEntries(names.map((name) => [name, read(`--map-${name}`)])) as MapColours["map"],
    level: Object.fromEntries(
      levels.map((level) => [
        level,
        { solid: read(`--level-${level}-solid`), on: read(`--level-${level}-on`), edge: read(`--level-${level}-edge`) },
      ]),
    ) as MapColours["level"],
    surface: read("--surface"),
    dark: chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches,
  }
}
