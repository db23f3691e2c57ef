import "./layers-menu.css"
import type { ReactNode } from "react"
import { Button, Dialog, DialogTrigger, Popover } from "react-aria-components"
import { type MapLayer, mapLayers } from "../../map/map-layers.ts"
import { useSpeech } from "../../ui/language.tsx"

interface LayersMenuProps {
  readonly hidden: ReadonlySet<MapLayer>
  readonly onChange: (hidden: ReadonlySet<MapLayer>) => void
  /** What else can be chosen for the map. */
  readonly children?: ReactNode
}

/** What the map and its list show. While something is switched off, the button says so: a missing warning must not look like none. */
export function LayersMenu({ hidden, onChange, children }: LayersMenuProps) {
  const { words } = useSpeech()
  const toggle = (layer: MapLayer) => {
    const changed = new Set(hidden)
    if (!changed.delete(layer)) changed.add(layer)
    onChange(changed)
  }
  return (
    <DialogTrigger>
      <Button className={hidden.size > 0 ? "map-mode map-layers-some" : "map-mode"}>
        {hidden.size > 0 ? words("console:map.layersHidden", { count: hidden.size }) : words("console:map.layers")} ▾
      </Button>
      <Popover placement="bottom start">
        <Dialog className="map-layers" aria-label={words("console:map.layers")}>
          <fieldset className="choices">
            <legend>{words("console:map.shown")}</legend>
            {mapLayers.map((layer) => (
              <label key={layer} className="choice">
                <input type="checkbox" checked={!hidden.has(layer)} onChange={() => toggle(layer)} />
                {words(`console:map.layer.${layer}`)}
              </label>
            ))}
          </fieldset>
          {children}
          {hidden.size > 0 && (
            <button type="button" className="button" onClick={() => onChange(new Set())}>
              {words("console:map.showAll")}
            </button>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  )
}
