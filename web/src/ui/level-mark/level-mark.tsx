import "./level-mark.css"
import type { Level } from "@holdfast/contracts"
import { useSpeech } from "../language.tsx"
import { barsOf, shapes } from "./shapes.ts"

/** Filled means in force, hollow measured and not public, dashed a draft. */
export type MarkForm = "in-force" | "measured" | "draft"
export type MarkLevel = Level | "lifted" | "unknown"

interface LevelMarkProps {
  readonly level: MarkLevel
  readonly form?: MarkForm
  /** Side in px; below 20 the shape stands without bars, below 14 it is not drawn. */
  readonly size?: number
  /** Shows the word beside the mark. Without it the word is still there for those who listen. */
  readonly word?: boolean
}

/** The mark of a level: shape, bars, and word, so that colour is only the fourth way to say it. */
export function LevelMark({ level, form = "in-force", size = 28, word = false }: LevelMarkProps) {
  const { words } = useSpeech()
  const said = words(`console:levels.${level}`)
  return (
    <span className={`level level-${level}`}>
      <svg
        className={`level-mark level-mark-${form}`}
        width={size}
        height={size}
        viewBox="0 0 28 28"
        role={word ? undefined : "img"}
        aria-label={word ? undefined : said}
        aria-hidden={word || undefined}
      >
        <Shape level={level} bars={size >= 20} />
      </svg>
      {word && <span className="level-word">{said}</span>}
    </span>
  )
}

function Shape({ level, bars }: { level: MarkLevel; bars: boolean }) {
  if (level === "lifted") {
    return (
      <>
        <circle className="level-ring" cx="14" cy="14" r="12" />
        <path className="level-sign" d="M8.5 14.5l4 4 7.5-8.5" />
      </>
    )
  }
  if (level === "unknown") {
    return (
      <>
        <circle className="level-ring level-ring-dashed" cx="14" cy="14" r="12" />
        <path className="level-sign" d="M10.7 11.2a3.3 3.3 0 1 1 5 2.8c-1.1.7-1.7 1.2-1.7 2.6M14 20v.3" />
      </>
    )
  }
  return (
    <>
      <path className="level-shape" d={shapes[level]} />
      {bars && barsOf(level).map((bar) => <rect key={bar.x} className="level-bar" {...bar} />)}
    </>
  )
}
