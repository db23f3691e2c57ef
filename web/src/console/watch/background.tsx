import "./background.css"
import type { MapLayer } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { frameUrl, layersQuery } from "../../data/others.ts"
import { useSpeech } from "../../ui/language.tsx"
import { ClockIcon } from "../../ui/pill/clock-icon.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import type { ChosenPicture, ShownPicture } from "./use-overlays.ts"

/** A picture older than this says so with a dashed border. */
const OLD_AFTER_MS = 60 * 60_000

interface ChoiceProps {
  readonly chosen: ChosenPicture | undefined
  readonly onChoose: (chosen: ChosenPicture | undefined) => void
}

/** Which picture lies under the map; nothing is shown where there is none. */
export function BackgroundChoice({ chosen, onChoose }: ChoiceProps) {
  const { words, language } = useSpeech()
  const layers = useQuery(layersQuery).data?.layers ?? []
  if (layers.length === 0) return null
  const choice = (id: string | undefined, text: string) => (
    <label key={id ?? ""} className="choice">
      <input
        type="radio"
        name="background"
        checked={chosen?.layer === id}
        onChange={() => onChoose(id === undefined ? undefined : { layer: id, frame: undefined })}
      />
      {text}
    </label>
  )
  return (
    <fieldset className="choices">
      <legend>{words("sources:layers.choose")}</legend>
      {choice(undefined, words("sources:layers.none"))}
      {layers.map(({ id, name }) => choice(id, name[language]))}
    </fieldset>
  )
}

interface BarProps {
  readonly picture: ShownPicture
  readonly onChoose: (chosen: ChosenPicture | undefined) => void
}

/** The times of the picture under the map: a slider, and a button for each way that it can be moved. */
export function BackgroundBar({ picture: { layer, frame }, onChoose }: BarProps) {
  const { words, formats, language } = useSpeech()
  const { frames } = layer
  const at = frames.indexOf(frame)
  const when = (one: typeof frame) => formats.shortDateTime(new Date(one.validAt))
  const go = (index: number) => onChoose({ layer: layer.id, frame: frames[Math.min(Math.max(index, 0), frames.length - 1)]?.id })
  return (
    <div className="background-bar" role="group" aria-label={words("sources:layers.title")}>
      <p className="background-what background-head">
        <strong>{words("sources:layers.shows", { name: layer.name[language], at: when(frame) })}</strong>{" "}
        <span className="background-age">
          <Age validAt={frame.validAt} />
        </span>
      </p>
      <div className="background-times">
        <button
          type="button"
          className="button"
          disabled={at <= 0}
          aria-label={words("sources:layers.before")}
          onClick={() => go(at - 1)}
        >
          ‹
        </button>
        <input
          type="range"
          min={0}
          max={Math.max(frames.length - 1, 1)}
          step={1}
          value={at}
          disabled={frames.length < 2}
          aria-label={words("sources:layers.time")}
          aria-valuetext={when(frame)}
          onChange={({ target }) => go(Number(target.value))}
        />
        <button
          type="button"
          className="button"
          disabled={at >= frames.length - 1}
          aria-label={words("sources:layers.after")}
          onClick={() => go(at + 1)}
        >
          ›
        </button>
        <button type="button" className="button background-now" onClick={() => onChoose({ layer: layer.id, frame: undefined })}>
          {words("sources:layers.now")}
        </button>
      </div>
      <p className="quiet background-what">
        <Made layer={layer} frame={frame} />
      </p>
    </div>
  )
}

/** The same pictures for those without the map: what each shows, how old it is, whose it is, and the picture itself. */
export function BackgroundList() {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const layers = useQuery(layersQuery).data?.layers ?? []
  if (layers.length === 0) return null
  return (
    <section className="background-list" aria-label={words("sources:layers.listTitle")}>
      <h2>{words("sources:layers.listTitle")}</h2>
      <ul className="rows">
        {layers.flatMap((layer) => {
          const frame = layer.frames.findLast(({ validAt }) => Date.parse(validAt) <= now.getTime()) ?? layer.frames[0]
          return frame
            ? [
                <li key={layer.id} className="background-row">
                  <span>
                    <a href={frameUrl(frame.id)} target="_blank" rel="noreferrer" data-row="">
                      {words("sources:layers.shows", {
                        name: layer.name[language],
                        at: formats.shortDateTime(new Date(frame.validAt)),
                      })}
                    </a>{" "}
                    <Age validAt={frame.validAt} />
                  </span>
                  <span className="quiet">
                    <Made layer={layer} frame={frame} /> · {words("sources:layers.frames", { count: layer.frames.length })}
                  </span>
                </li>,
              ]
            : []
        })}
      </ul>
    </section>
  )
}

function Age({ validAt }: { validAt: string }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const ageMs = now.getTime() - Date.parse(validAt)
  if (ageMs < 0) return <Pill>{words("sources:layers.forecast")}</Pill>
  return (
    <Pill icon={<ClockIcon />} dashed={ageMs > OLD_AFTER_MS}>
      {formats.ago(new Date(validAt), now)}
    </Pill>
  )
}

function Made({ layer, frame: { range } }: { layer: MapLayer; frame: MapLayer["frames"][number] }) {
  const { words, formats } = useSpeech()
  const by = words("sources:layers.by", { attribution: layer.attribution, licence: layer.licence })
  if (!range) return by
  const [low, high] = range
  return `${words("sources:layers.range", { low: formats.count(low), high: formats.count(high), unit: layer.unit ?? "" }).trim()} · ${by}`
}
