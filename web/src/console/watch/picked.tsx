import { useEffect, useRef } from "react"
import type { MapThing } from "../../map/content.ts"
import { useSpeech } from "../../ui/language.tsx"
import { useCommand } from "../keys/keys.tsx"
import { MapList } from "./map-list.tsx"

interface PickedProps {
  readonly things: readonly MapThing[]
  readonly onOpen: (signal: string) => void
  readonly onInbox: (areas: readonly string[]) => void
  readonly onClose: () => void
}

/** What stands at the symbol that was opened. Takes the focus, and gives it back when it closes. */
export function Picked({ things, onOpen, onInbox, onClose }: PickedProps) {
  const { words } = useSpeech()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    box.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  useCommand("back", onClose)
  const areas = things.flatMap(({ count }) => count ?? [])
  return (
    <div ref={box} className="map-picked" role="group" tabIndex={-1} aria-label={words("console:map.picked")}>
      <div className="map-picked-head">
        {areas.length > 0 ? (
          <button type="button" className="button button-main" onClick={() => onInbox(areas.map(({ area }) => area.id))}>
            {words("sense:place.inInbox", { count: areas.reduce((sum, { count }) => sum + count, 0) })}
          </button>
        ) : (
          <strong>{words("console:map.pickedCount", { count: things.length })}</strong>
        )}
        <button type="button" className="button" onClick={onClose}>
          {words("console:close")}
        </button>
      </div>
      <MapList things={things} onOpen={onOpen} onInbox={onInbox} />
    </div>
  )
}
