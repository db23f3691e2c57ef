import type { Level } from "@holdfast/contracts"
import { barsOf } from "../modules/warn/index.ts"
import { type Html, html } from "../platform/html/index.ts"

export interface LevelMark {
  /** The level of a warning or a signal; absent for the two marks that have none. */
  readonly level?: Level
  /** In force: filled. Measured, not public: hollow. Draft: dashed. */
  readonly state: "in-force" | "measured" | "draft" | "lifted" | "unknown"
  /** Not below 20 px, or the bars cannot be counted. */
  readonly sizePx?: number
}

/**
 * The mark of a level as inline SVG: shape and bars say it without colour, fill says whether it is in force. The word stands
 * beside it in text, so the mark itself is hidden from screen readers. Colours are the tokens of the page.
 */
export function levelMark({ level, state, sizePx = 28 }: LevelMark): Html {
  return html`<svg class="mark" width="${sizePx}" height="${sizePx}" viewBox="0 0 28 28" aria-hidden="true" focusable="false">${inside(level, state)}</svg>`
}

function inside(level: Level | undefined, state: LevelMark["state"]): Html {
  if (state === "lifted") {
    return html`<circle cx="14" cy="14" r="12" style="${paint("lifted", "surface")}"/><path d="M8.5 14.5l4 4 7-8" style="fill:none;stroke:var(--level-lifted-edge);stroke-width:2.6"/>`
  }
  if (state === "unknown" || !level) {
    return html`<circle cx="14" cy="14" r="12" stroke-dasharray="4 2.5" style="${paint("unknown", "surface")}"/><path d="M10.5 11a3.5 3.5 0 1 1 5 3.2c-1 .5-1.5 1-1.5 2.3M14 19.4v2.4" style="fill:none;stroke:var(--level-unknown-edge);stroke-width:2.4"/>`
  }
  const filled = state === "in-force"
  const outline = html`${state === "draft" && html` stroke-dasharray="4 2.5"`} style="${paint(level, filled ? "solid" : "surface")}"`
  return html`${shape(level, outline)}${bars(level, `fill:var(--level-${level}-${filled ? "on" : "edge"})`)}`
}

function shape(level: Level, outline: Html): Html {
  switch (level) {
    case "blue":
      return html`<circle cx="14" cy="14" r="12"${outline}/>`
    case "yellow":
      return html`<path d="M14 2.5L26.5 25.5H1.5z" stroke-linejoin="round"${outline}/>`
    case "orange":
      return html`<path d="M14 1.5L26.5 14 14 26.5 1.5 14z" stroke-linejoin="round"${outline}/>`
    case "red":
      return html`<rect x="2" y="2" width="24" height="24" rx="2"${outline}/>`
  }
}

function bars(level: Level, style: string): Html[] {
  return barsOf(level).map(
    ({ x, y, width, height }) => html`<rect x="${x}" y="${y}" width="${width}" height="${height}" style="${style}"/>`,
  )
}

function paint(token: Level | "lifted" | "unknown", fill: "solid" | "surface"): string {
  return `fill:var(--${fill === "surface" ? "surface" : `level-${token}-solid`});stroke:var(--level-${token}-edge);stroke-width:2`
}
