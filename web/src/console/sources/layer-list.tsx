import type { MapLayer } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useEffect, useRef, useState } from "react"
import { layersQuery, useDeleteLayer } from "../../data/others.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

/** The layers of pictures that there are, for those who may take them from the map. */
export function LayerList() {
  const { words, language } = useSpeech()
  const layers = useQuery(layersQuery).data?.layers ?? []
  const [gone, setGone] = useState<MapLayer["name"]>()
  const remove = useDeleteLayer()
  const told = useRef<HTMLParagraphElement>(null)
  // The row that had the focus is no longer there.
  useEffect(() => {
    if (gone) told.current?.focus()
  }, [gone])
  return (
    <>
      {layers.length > 0 && (
        <ul className="rows" aria-label={words("sources:layers.listTitle")}>
          {layers.map((layer) => (
            <LayerRow
              key={layer.id}
              layer={layer}
              onDelete={() => remove.mutate(layer.id, { onSuccess: () => setGone(layer.name) })}
            />
          ))}
        </ul>
      )}
      {remove.error && <Trouble error={remove.error} />}
      <p role="status" tabIndex={-1} ref={told}>
        {gone && `✓ ${words("sources:layers.deleted", { name: gone[language] })}`}
      </p>
    </>
  )
}

interface LayerRowProps {
  readonly layer: MapLayer
  readonly onDelete: () => void
}

/** One layer, and the act that ends it for everybody, asked twice. */
function LayerRow({ layer: { id, name, frames }, onDelete }: LayerRowProps) {
  const { words, language } = useSpeech()
  /** Undefined until it was asked once, so that focus is moved only by whoever asked. */
  const [isAsked, setAsked] = useState<boolean>()
  const offer = useRef<HTMLButtonElement>(null)
  const keep = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (isAsked !== undefined) (isAsked ? keep : offer).current?.focus()
  }, [isAsked])
  const own = { name: name[language] }
  return (
    <li className="layer-row">
      <span>
        {own.name} <span className="code">{id}</span> · {words("sources:layers.frames", { count: frames.length })}
      </span>
      {isAsked ? (
        <span className="actions">
          <span className="attention">! {words("sources:layers.sure")}</span>
          <button type="button" className="button button-main" onClick={onDelete}>
            {words("sources:layers.deleteNow", own)}
          </button>
          <button type="button" className="button" ref={keep} onClick={() => setAsked(false)}>
            {words("sources:layers.keep")}
          </button>
        </span>
      ) : (
        <button type="button" className="button" ref={offer} onClick={() => setAsked(true)}>
          {words("sources:layers.delete", own)}
        </button>
      )}
    </li>
  )
}
