import type { MapLayer as Picture } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useMemo } from "react"
import { frameUrl, layersQuery, outsideAlertsQuery } from "../../data/others.ts"
import { areasQuery } from "../../data/places.ts"
import { boundsOf } from "../../map/bounds.ts"
import type { MapLayer } from "../../map/map-layers.ts"
import type { Overlays } from "../../map/overlays.ts"
import { textPlace } from "../../map/text-place.ts"
import { useSpeech } from "../../ui/language.tsx"
import { headlineOf, ownWords } from "../outside/own-words.ts"

/** Which picture lies under the map: a layer, and one of its times; without a time the newest that is not ahead. */
export interface ChosenPicture {
  readonly layer: string
  readonly frame: string | undefined
}

type Frame = Picture["frames"][number]

export interface ShownPicture {
  readonly layer: Picture
  readonly frame: Frame
}

/** What comes from others for the map, and which picture of which layer that is now. */
export function useOverlays(
  hidden: ReadonlySet<MapLayer>,
  chosen: ChosenPicture | undefined,
  nowMs: number,
): { readonly overlays: Overlays; readonly picture: ShownPicture | undefined } {
  const { words, formats, language } = useSpeech()
  const layers = useQuery(layersQuery).data?.layers
  const alerts = useQuery(outsideAlertsQuery()).data?.alerts
  const areas = useQuery(areasQuery).data?.areas
  const picture = useMemo(() => shownPicture(layers, chosen, nowMs), [layers, chosen, nowMs])
  const isHidden = hidden.has("outside-alerts")
  const overlays = useMemo(
    (): Overlays => ({
      background: picture && { kind: picture.layer.kind, url: frameUrl(picture.frame.id), bounds: picture.frame.bounds },
      outside: isHidden
        ? []
        : (alerts ?? []).flatMap((alert) => {
            if (!alert.shape) return []
            const until = words("sources:outside.until", { at: formats.shortDateTime(new Date(alert.expiresAt)) })
            // An area's name must fit into it; of an earthquake the title says where and how strong.
            const what = alert.kind === "alert" ? ownWords(alert, language).event : headlineOf(alert, language)
            const text = `${alert.publisher[language]}\n${what}\n${until}`
            const here = areas?.filter(({ id }) => alert.areas.some((area) => area.id === id)) ?? []
            return [{ shape: alert.shape, text, at: textPlace(alert.shape, boundsOf(here)) }]
          }),
    }),
    [picture, alerts, areas, isHidden, words, formats, language],
  )
  return { overlays, picture }
}

function shownPicture(
  layers: readonly Picture[] | undefined,
  chosen: ChosenPicture | undefined,
  nowMs: number,
): ShownPicture | undefined {
  const layer = chosen && layers?.find(({ id }) => id === chosen.layer)
  if (!layer) return undefined
  const frame =
    layer.frames.find(({ id }) => id === chosen.frame) ??
    layer.frames.findLast(({ validAt }) => Date.parse(validAt) <= nowMs) ??
    layer.frames[0]
  return frame && { layer, frame }
}
