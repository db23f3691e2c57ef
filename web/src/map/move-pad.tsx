import { useSpeech } from "../ui/language.tsx"
import type { Move } from "./city-map.ts"

/** Two rows, as the keys lie on a keyboard: nearer, up, farther; left, down, right. */
const moves: readonly (readonly [move: Move, icon: string])[] = [
  ["in", "M8 3v10M3 8h10"],
  ["up", "M8 13V3M3.5 7.5 8 3l4.5 4.5"],
  ["out", "M3 8h10"],
  ["left", "M13 8H3M7.5 3.5 3 8l4.5 4.5"],
  ["down", "M8 3v10M3.5 8.5 8 13l4.5-4.5"],
  ["right", "M3 8h10M8.5 3.5 13 8l-4.5 4.5"],
]

/** What dragging and the wheel do, as buttons. */
export function MovePad({ onMove }: { onMove: (move: Move) => void }) {
  const { words } = useSpeech()
  return (
    <div className="map-pad" role="group" aria-label={words("console:map.move")}>
      {moves.map(([move, icon]) => (
        <button key={move} type="button" aria-label={words(`console:map.moves.${move}`)} onClick={() => onMove(move)}>
          <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
            <path d={icon} fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
          </svg>
        </button>
      ))}
    </div>
  )
}
