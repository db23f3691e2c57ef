import "./sources.css"
import type { SourceStatus } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { mqttLoadQuery, sourcesQuery, useReloadSources } from "../../data/others.ts"
import { useMay } from "../../data/session.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { Forecasts } from "./forecast-form.tsx"
import { LayerUpload } from "./layer-upload.tsx"

/** What comes from others, how each source is, and what is wrong in their files. */
export function Sources() {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const mayConfigure = useMay("sense.configure")
  const query = useQuery(sourcesQuery)
  const reload = useReloadSources()
  return (
    <div className="page">
      <h1>{words("sources:title")}</h1>
      <p className="quiet sources-intro">{words("sources:intro")}</p>
      <Devices />
      <QueryState query={query}>
        {({ sources, problems, readAt }) => (
          <>
            <p className="actions">
              {mayConfigure && readAt && (
                <button type="button" className="button" disabled={reload.isPending} onClick={() => reload.mutate()}>
                  {words("sources:reload")}
                </button>
              )}
              <span className="quiet" role="status">
                {readAt ? words("sources:readAt", { at: formats.ago(new Date(readAt), now) }) : words("sources:neverRead")}
              </span>
            </p>
            {reload.error && <Trouble error={reload.error} />}
            {problems.length > 0 && (
              <section aria-label={words("sources:problems")}>
                <h2>{words("sources:problems")}</h2>
                <ul>
                  {problems.map(({ file, line, field, rule, values }) => (
                    <li key={`${file} ${line} ${field}`} className="problem">
                      ✕{" "}
                      {words(field === "" ? "sources:problem" : "sources:problemAt", {
                        ...{ file, line, field },
                        rule: words(`rules:${rule}`, values),
                      })}
                    </li>
                  ))}
                </ul>
              </section>
            )}
            {readAt && sources.length === 0 && problems.length === 0 && <Empty>{words("sources:none")}</Empty>}
            {sources.length > 0 && <Table sources={sources} />}
          </>
        )}
      </QueryState>
      {mayConfigure && <Forecasts />}
      {mayConfigure && <LayerUpload />}
    </div>
  )
}

/** Whether devices are kept waiting. */
function Devices() {
  const { words, formats } = useSpeech()
  const { data } = useQuery(mqttLoadQuery)
  if (!data) return null
  const { connections, held } = data
  return (
    <p role="status">
      {words("sources:devices", { count: connections })}
      {held > 0 && <span className="problem source-more">✕ {words("sources:held", { count: formats.count(held) })}</span>}
    </p>
  )
}

const columns = ["name", "state", "heard", "delay", "taken", "refused"] as const

function Table({ sources }: { sources: readonly SourceStatus[] }) {
  const { words } = useSpeech()
  return (
    <table className="data-table source-table">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col">
              {words(`sources:column.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sources.map((source) => (
          <Row key={source.name} source={source} />
        ))}
      </tbody>
    </table>
  )
}

function Row({ source }: { source: SourceStatus }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const {
    name,
    kind,
    brings,
    state,
    lastSuccessAt,
    delayS,
    stored,
    doubles,
    refused,
    refusals,
    setAside,
    dropped,
    failures,
    lastFailure,
  } = source
  const label = (column: (typeof columns)[number]) => words(`sources:column.${column}`)
  return (
    <tr>
      <td data-label={label("name")}>
        <span className="code">{name}</span>
        <span className="quiet source-kind">
          {words(`sources:brings.${brings}`)} · {words(`sources:kind.${kind}`)}
        </span>
      </td>
      <td data-label={label("state")}>
        <Pill icon={state === "failing" ? "✕" : state === "connected" ? "✓" : undefined} dashed={state === "starting"}>
          {words(`sources:state.${state}`)}
        </Pill>
        {failures > 0 && <span className="quiet source-more">{words("sources:failures", { count: failures })}</span>}
        {state === "failing" && lastFailure && (
          <span className="problem source-more">✕ {words(`sources:failure.${lastFailure.code}`, lastFailure.values)}</span>
        )}
      </td>
      <td data-label={label("heard")}>{lastSuccessAt ? formats.ago(new Date(lastSuccessAt), now) : words("sources:never")}</td>
      <td data-label={label("delay")}>{delayS === null ? "" : delayWord(delayS, words, formats)}</td>
      <td data-label={label("taken")}>
        {words("sources:stored", { count: formats.count(stored) })}
        <span className="quiet source-more">{words("sources:doubles", { count: formats.count(doubles) })}</span>
      </td>
      <td data-label={label("refused")}>
        {formats.count(refused)}
        {refusals.slice(0, 4).map(({ reason, count }) => (
          <span key={reason} className="quiet source-more">
            {formats.count(count)} × {words(`sources:refusal.${reason}`)}
          </span>
        ))}
        {setAside > 0 && (
          <ScreenLink screen="outside" className="source-more">
            {words("sources:aside", { count: setAside })}
          </ScreenLink>
        )}
        {dropped > 0 && (
          <span className="quiet source-more">{words("sources:outside.quarantine.dropped", { count: dropped })}</span>
        )}
      </td>
    </tr>
  )
}

/** A forecast is ahead of its time. */
function delayWord(
  delayS: number,
  words: (key: string, slots?: Record<string, string>) => string,
  { duration }: { duration(ms: number): string },
): string {
  const time = duration(Math.max(60_000, Math.abs(delayS) * 1_000))
  return delayS < -60 ? words("sources:ahead", { time }) : time
}
