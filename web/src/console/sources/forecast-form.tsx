import type { ForecastList } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useId, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { forecastsQuery, useTypeForecast } from "../../data/forecasts.ts"
import { ScreenLink } from "../../router/router.tsx"
import { RefusedError } from "../../ui/api.ts"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { ChoiceField } from "../rules/fields.tsx"

/** What rules expect of tomorrow, typed by hand where no service sends it. */
export function Forecasts() {
  const { words } = useSpeech()
  const query = useQuery(forecastsQuery)
  return (
    <section aria-label={words("sources:forecasts.title")}>
      <h2>{words("sources:forecasts.title")}</h2>
      <p className="quiet sources-intro">{words("sources:forecasts.intro")}</p>
      <QueryState query={query}>
        {(list) =>
          list.series.length === 0 ? (
            <p className="quiet sources-intro">
              {words("sources:forecasts.none")} <ScreenLink screen="devices">{words("devices:title")}</ScreenLink>
            </p>
          ) : (
            <ForecastForm list={list} />
          )
        }
      </QueryState>
    </section>
  )
}

type Series = ForecastList["series"][number]

function ForecastForm({ list: { day, series } }: { list: ForecastList }) {
  const { words, formats, language } = useSpeech()
  const [chosen, setChosen] = useState("")
  const [value, setValue] = useState("")
  const type = useTypeForecast()
  const id = useId()
  const one = series.find(({ datastream }) => datastream === chosen) ?? series[0]!
  const shownDay = formats.day(formats.cityTime(`${day}T12:00`))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    type.mutate({ datastream: one.datastream, day, value: Number(value) }, { onSuccess: () => setValue("") })
  }
  const refused = type.error instanceof RefusedError && type.error.problem.status === 400 ? type.error.problem.detail : undefined
  const nameOf = ({ name, area }: Series) => (area ? `${name[language]} · ${area.name[language]}` : name[language])
  return (
    <form className="forecast-form" onSubmit={submit}>
      {series.length > 1 ? (
        <ChoiceField
          label={words("sources:forecasts.where")}
          value={one.datastream}
          options={series.map((each) => ({ value: each.datastream, text: nameOf(each) }))}
          onChange={setChosen}
        />
      ) : (
        <p className="forecast-where">
          <strong>{nameOf(one)}</strong>
        </p>
      )}
      <InUse series={one} />
      <div>
        <label className="field-label" htmlFor={id}>
          {words("sources:forecasts.value", { name: one.property[language], day: shownDay })}
        </label>
        <input
          id={id}
          className="field-input forecast-value"
          type="number"
          inputMode="numeric"
          step="any"
          required
          value={value}
          aria-invalid={refused !== undefined}
          aria-describedby={`${id}-more`}
          onChange={({ target }) => setValue(target.value)}
        />
        <p id={`${id}-more`} className={refused === undefined ? "rule-hint" : "problem"} role={refused && "alert"}>
          {refused === undefined
            ? one.possible &&
              words("sources:forecasts.possible", {
                min: formats.count(one.possible.min),
                max: formats.count(one.possible.max),
              })
            : `✕ ${refused}`}
        </p>
      </div>
      {type.error && refused === undefined && <Trouble error={type.error} />}
      <p className="actions">
        <button type="submit" className="button" disabled={type.isPending}>
          {words("sources:forecasts.send", { day: shownDay })}
        </button>
        {type.isSuccess && <span role="status">✓ {words("sources:forecasts.stored")}</span>}
      </p>
    </form>
  )
}

/** The value that rules use now, how old it is, and where its curve stands. */
function InUse({ series: { newest, device } }: { series: Series }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  return (
    <p>
      {newest
        ? words("sources:forecasts.inUse", {
            value: newest.value === null ? words("sources:forecasts.unknown") : formats.count(newest.value),
            day: formats.day(formats.cityTime(`${newest.day}T12:00`)),
            at: formats.ago(new Date(newest.at), now),
          })
        : words("sources:forecasts.noneYet")}{" "}
      <ScreenLink screen="devices" id={device}>
        {words("sources:forecasts.curve")}
      </ScreenLink>
    </p>
  )
}
