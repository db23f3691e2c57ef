import "./channels.css"
import type { Channel, ChannelKindForm } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { channelsQuery, useChannelStep } from "../../data/channels.ts"
import { useMay } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { ChannelForm } from "./channel-form.tsx"

/** By which ways warnings leave, how each is, and when its test last passed; an engineer configures them here. */
export function Channels() {
  const { words } = useSpeech()
  const mayManage = useMay("warn.manage-channels") ?? false
  const query = useQuery(channelsQuery)
  return (
    <div className="page">
      <h1>{words("channels:title")}</h1>
      <p className="quiet channels-intro">{words("channels:intro")}</p>
      <QueryState query={query}>
        {({ sends, channels, kinds }) =>
          sends ? (
            <>
              {channels.length === 0 && <Empty>{words("channels:none")}</Empty>}
              {channels.length > 0 && <Table {...{ channels, kinds, mayManage }} />}
              {mayManage && <AddChannel kinds={kinds} />}
              <p className="quiet channels-intro">{words("channels:testsWeekly")}</p>
            </>
          ) : (
            <Empty>{words("channels:nothingLeaves")}</Empty>
          )
        }
      </QueryState>
    </div>
  )
}

const columns = ["name", "state", "serves", "waiting", "test"] as const

interface TableProps {
  readonly channels: readonly Channel[]
  readonly kinds: readonly ChannelKindForm[]
  readonly mayManage: boolean
}

function Table({ channels, kinds, mayManage }: TableProps) {
  const { words } = useSpeech()
  const [changing, setChanging] = useState<number>()
  const changed = channels.find(({ id }) => id === changing)
  const form = changed && kinds.find(({ kind }) => kind === changed.kind)
  return (
    <>
      <table className="data-table narrow-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {words(`channels:column.${column}`)}
              </th>
            ))}
            {mayManage && <th scope="col">{words("channels:change")}</th>}
          </tr>
        </thead>
        <tbody>
          {channels.map((channel) => (
            <Row key={channel.id} channel={channel} {...(mayManage && { change: () => setChanging(channel.id) })} />
          ))}
        </tbody>
      </table>
      {changed && form && <ChannelForm key={changed.id} form={form} channel={changed} done={() => setChanging(undefined)} />}
    </>
  )
}

function Row({ channel, change }: { readonly channel: Channel; readonly change?: () => void }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const { id, kind, name, state, stateSince, reason, areas, levels, waiting, enabled } = channel
  const label = (column: (typeof columns)[number]) => words(`channels:column.${column}`)
  return (
    <tr>
      <td data-label={label("name")}>
        {name[language]}
        <span className="quiet cell-more">{words(`channels:kind.${kind}`)}</span>
      </td>
      <td data-label={label("state")}>
        <Pill icon={icons[state]} dashed={state === "off"}>
          {words(`channels:state.${state}`)}
        </Pill>
        {reason && <span className="problem cell-more">✕ {words(`channels:reason.${reason}`)}</span>}
        {stateSince && state !== "ok" && (
          <span className="quiet cell-more">{words("channels:since", { at: formats.ago(new Date(stateSince), now) })}</span>
        )}
      </td>
      <td data-label={label("serves")}>
        {areas.length === 0 ? words("channels:wholeCity") : areas.join(", ")}
        <span className="quiet cell-more">
          {levels.length === 0
            ? words("channels:allLevels")
            : levels.map((level) => words(`console:levels.${level}`)).join(" · ")}
        </span>
      </td>
      <td data-label={label("waiting")}>{formats.count(waiting)}</td>
      <td data-label={label("test")}>
        <LastTest channel={channel} />
      </td>
      {change && (
        <td className="cell-actions">
          <Steps {...{ id, kind, enabled, change }} />
        </td>
      )}
    </tr>
  )
}

const icons = { ok: "✓", slow: "!", down: "✕", off: undefined } as const

function LastTest({ channel: { kind, passedAt, failedAt, failure } }: { readonly channel: Channel }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const at = (time: string) => formats.ago(new Date(time), now)
  if (kind === "hand") return null
  return (
    <>
      {passedAt ? `✓ ${words("channels:passed", { at: at(passedAt) })}` : words("channels:neverTested")}
      {failedAt && failure && (
        <span className="problem cell-more">
          ✕ {words("channels:failed", { at: at(failedAt), reason: words(`channels:reason.${failure}`) })}
        </span>
      )}
    </>
  )
}

interface StepsProps extends Pick<Channel, "id" | "kind" | "enabled"> {
  readonly change: () => void
}

function Steps({ id, kind, enabled, change }: StepsProps) {
  const { words } = useSpeech()
  const step = useChannelStep()
  return (
    <>
      <span className="actions">
        {enabled && kind !== "hand" && (
          <button type="button" className="button" disabled={step.isPending} onClick={() => step.mutate({ verb: "test", id })}>
            {words("channels:testNow")}
          </button>
        )}
        <button type="button" className="button" onClick={change}>
          {words("channels:change")}
        </button>
        <button
          type="button"
          className="button"
          disabled={step.isPending}
          onClick={() => step.mutate({ verb: "change", id, changes: { enabled: !enabled } })}
        >
          {words(enabled ? "channels:switchOff" : "channels:switchOn")}
        </button>
      </span>
      {step.isSuccess && step.variables.verb === "test" && (
        <span className="quiet cell-more" role="status">
          {words("channels:testing")}
        </span>
      )}
      {step.error && <Trouble error={step.error} />}
    </>
  )
}

function AddChannel({ kinds }: { readonly kinds: readonly ChannelKindForm[] }) {
  const { words } = useSpeech()
  const [form, setForm] = useState<ChannelKindForm>()
  if (form) return <ChannelForm key={form.kind} form={form} done={() => setForm(undefined)} />
  return (
    <section aria-label={words("channels:add")}>
      <h2>{words("channels:add")}</h2>
      <p className="actions">
        {kinds.map((one) => (
          <button key={one.kind} type="button" className="button" onClick={() => setForm(one)}>
            {words(`channels:kind.${one.kind}`)}
          </button>
        ))}
      </p>
    </section>
  )
}
