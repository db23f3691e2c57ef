import "./channels.css"
import type { ChannelFigures, SendOrder, Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { deliveriesQuery, useResend } from "../../data/channels.ts"
import { useMay } from "../../data/session.ts"
import { isMissing } from "../../ui/api.ts"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { HandTasks } from "./hand-tasks.tsx"

/** How the messages of a warning go out by each channel, live. Nothing in a drill, where nothing leaves. */
export function Deliveries({ warning }: { readonly warning: Warning }) {
  const { words } = useSpeech()
  const query = useQuery(deliveriesQuery(warning.id))
  if (isMissing(query.error)) return null
  return (
    <section aria-label={words("channels:delivery.title")}>
      <h2>{words("channels:delivery.title")}</h2>
      <QueryState query={query}>
        {({ orders }) => (
          <>
            {orders.length === 0 && <p className="quiet">{words("channels:delivery.none")}</p>}
            {orders.map((order) => (
              <Order key={order.number} {...{ order, warning }} />
            ))}
          </>
        )}
      </QueryState>
    </section>
  )
}

const columns = ["channel", "waiting", "sent", "accepted", "delivered", "failed", "latency"] as const

function Order({ order, warning }: { readonly order: SendOrder; readonly warning: Warning }) {
  const { words, formats } = useSpeech()
  const { purpose, at, listed, doneAt, channels, hand } = order
  const state = doneAt ? "done" : listed ? "going" : "listing"
  return (
    <div className="delivery-order">
      <h3>
        {words("channels:delivery.at", {
          purpose: words(`channels:delivery.purpose.${purpose}`),
          at: formats.shortDateTime(new Date(at)),
        })}
      </h3>
      <p className="quiet" role="status">
        {words(`channels:delivery.${state}`)}
      </p>
      <table className="data-table narrow-table delivery-table">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {words(`channels:delivery.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {channels.map((figures) => (
            <Row key={figures.channel ?? figures.kind} {...{ figures, order, warning }} />
          ))}
        </tbody>
      </table>
      {hand.length > 0 && <HandTasks {...{ order, warning }} />}
    </div>
  )
}

interface RowProps {
  readonly figures: ChannelFigures
  readonly order: SendOrder
  readonly warning: Warning
}

function Row({ figures, order, warning }: RowProps) {
  const { words, formats, language } = useSpeech()
  const { channel, kind, name, waiting, sent, accepted, delivered, failed, stopped, keepsOnce, reasons } = figures
  const label = (column: (typeof columns)[number]) => words(`channels:delivery.column.${column}`)
  const isOwn = channel !== null && kind !== "hand"
  return (
    <tr>
      <td data-label={label("channel")}>
        {name[language]}
        {isOwn && sent > 0 && (
          <span className="quiet cell-more">{words(keepsOnce ? "channels:delivery.once" : "channels:delivery.atLeastOnce")}</span>
        )}
      </td>
      <td data-label={label("waiting")}>{formats.count(waiting)}</td>
      <td data-label={label("sent")}>{formats.count(sent)}</td>
      <td data-label={label("accepted")}>{formats.count(accepted)}</td>
      <td data-label={label("delivered")}>{formats.count(delivered)}</td>
      <td data-label={label("failed")}>
        {failed > 0 ? <span className="problem">✕ {formats.count(failed)}</span> : formats.count(0)}
        {reasons.map(({ reason, count }) => (
          <span key={reason} className="quiet cell-more">
            {formats.count(count)} × {words(`channels:reason.${reason}`)}
          </span>
        ))}
        {stopped > 0 && (
          <span className="quiet cell-more">{words("channels:delivery.stopped", { count: formats.count(stopped) })}</span>
        )}
        {channel !== null && failed > 0 && <Resend {...{ order, channel, warning, failed }} />}
      </td>
      <td data-label={label("latency")}>
        <Latency {...figures} />
      </td>
    </tr>
  )
}

function Latency({ p50Ms, p99Ms }: Pick<ChannelFigures, "p50Ms" | "p99Ms">) {
  const { words, formats } = useSpeech()
  if (p50Ms === null || p99Ms === null) return <span className="quiet">{words("channels:delivery.noLatency")}</span>
  const said = (ms: number) => {
    if (ms < 1_000) return words("channels:delivery.under")
    return ms < 120_000
      ? words("channels:delivery.seconds", { value: formats.count(Math.round(ms / 1_000)) })
      : formats.duration(ms)
  }
  return words("channels:delivery.latency", { p50: said(p50Ms), p99: said(p99Ms) })
}

interface ResendProps {
  readonly order: SendOrder
  readonly channel: number
  readonly warning: Warning
  readonly failed: number
}

function Resend({ order, channel, warning, failed }: ResendProps) {
  const { words, formats } = useSpeech()
  const may = useMay("warn.resend") ?? false
  const resend = useResend(warning.id)
  if (!may) return null
  return (
    <span className="cell-more">
      <button
        type="button"
        className="button"
        disabled={resend.isPending}
        onClick={() => resend.mutate({ order: order.number, channel })}
      >
        {words("channels:delivery.resend", { count: formats.count(failed) })}
      </button>
      {resend.error && <Trouble error={resend.error} />}
    </span>
  )
}
