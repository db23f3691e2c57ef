import type { Signal } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { seriesQuery } from "../../data/sense.ts"
import { CurveChart } from "../../ui/chart/curve-chart.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { valueWord } from "../say.ts"

const BEFORE_MS = 3 * 3_600_000
const STEP_MS = 5 * 60_000

/** The measurements of the station that fired, from three hours before until now, in steps of five minutes. */
export function SignalCurve({ signal }: { signal: Signal }) {
  const lead = signal.because.at(-1)
  return lead ? <Curve key={lead.datastream} signal={signal} lead={lead} /> : null
}

function Curve({ signal, lead }: { signal: Signal; lead: Signal["because"][number] }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  // From when the pane was opened; a window that moved each second would ask each second.
  const [openedMs] = useState(() => now.getTime())
  const raisedMs = Date.parse(signal.raisedAt)
  const toMs = Math.min(Math.ceil(Math.max(openedMs, raisedMs + STEP_MS) / STEP_MS) * STEP_MS, raisedMs + 2 * BEFORE_MS)
  const query = useQuery(seriesQuery({ datastream: lead.datastream, from: new Date(raisedMs - BEFORE_MS), to: new Date(toMs) }))
  return (
    <QueryState query={query}>
      {(series) => (
        <CurveChart
          title={`${lead.thing[language]}, ${series.unit}`}
          points={series.points.map(({ at, value }) => ({ atMs: Date.parse(at), value }))}
          thresholds={series.thresholds}
          say={(value) => valueWord(words, formats, value, series.unit)}
        />
      )}
    </QueryState>
  )
}
