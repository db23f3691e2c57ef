import { type RefObject, useEffect, useRef } from "react"
import { useSpeech } from "../ui/language.tsx"
import type { MapThing } from "./content.ts"
import type { MapSymbol } from "./map-symbols.ts"

interface SymbolWalkProps {
  readonly ref: RefObject<HTMLUListElement | null>
  readonly symbols: readonly MapSymbol[]
  readonly things: readonly MapThing[]
  readonly onOpen: (symbol: MapSymbol) => void
  /** The symbol that had the focus is no longer on the map. */
  readonly onLost: () => void
}

/** One stop of the Tab key for each symbol of the picture, unseen until it has the focus. The mouse goes to the picture itself. */
export function SymbolWalk({ ref, symbols, things, onOpen, onLost }: SymbolWalkProps) {
  const { words, language } = useSpeech()
  const focused = useRef<string>(undefined)
  useEffect(() => {
    if (focused.current === undefined || symbols.some(({ id }) => id === focused.current)) return
    focused.current = undefined
    // Only when the focus fell to nowhere with the button, never when it is somewhere else by now.
    if (document.activeElement === document.body) onLost()
  }, [symbols, onLost])
  const nameOf = (symbol: MapSymbol): string => {
    const level = symbol.level ? words(`console:levels.${symbol.level}`) : undefined
    if (symbol.source === "signals") {
      const place = things.find(({ key }) => key === symbol.key)?.name[language]
      return [place, words("console:inbox.signals", { count: symbol.count }), level].filter(Boolean).join(" · ")
    }
    if (symbol.cluster !== undefined) {
      return level
        ? words("console:map.clusterAt", { count: symbol.count, level })
        : words("console:map.cluster", { count: symbol.count })
    }
    const thing = things.find(({ key }) => key === symbol.key)
    return [thing?.name[language], thing && words(`console:thing.${thing.kind}`), level].filter(Boolean).join(" · ")
  }
  return (
    <ul ref={ref} className="map-walk" aria-label={words("console:map.symbols")}>
      {symbols.map((symbol) => (
        <li key={symbol.id}>
          <button
            type="button"
            className="map-stop"
            style={{ left: symbol.x, top: symbol.y }}
            onClick={() => onOpen(symbol)}
            onFocus={() => (focused.current = symbol.id)}
            onBlur={(event) => {
              if (event.relatedTarget) focused.current = undefined
            }}
          >
            <span className="visually-hidden">{nameOf(symbol)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
