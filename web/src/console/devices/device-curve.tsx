import type { InstalledDeviceDetail } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { seriesQuery } from "../../data/sense.ts"
import { withGaps } from "../../ui/chart/curve.ts"
import { CurveChart } from "../../ui/chart/curve-chart.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { valueWord } from "../say.ts"

const DAY_MS = 86_400_000
const STEP_MS = 5 * 60_000

/** What one series measured in the last day, with its thresholds and quality. */
export function DeviceCurve({ series }: { readonly series: InstalledDeviceDetail["series"][number] }) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  // From when the page was opened; a window that moved each second would ask each second.
  const [toMs] = useState(() => Math.ceil(now.getTime() / STEP_MS) * STEP_MS)
  const query = useQuery(seriesQuery({ datastream: series.datastream, from: new Date(toMs - DAY_MS), to: new Date(toMs) }))
  return (
    <QueryState query={query}>
      {({ points, thresholds, unit }) => (
        <CurveChart
          title={words("devices:device.day", { name: series.property[language] })}
          points={withGaps(
            points.map(({ at, value, quality }) => ({ atMs: Date.parse(at), value, quality })),
            now.getTime(),
          )}
          thresholds={thresholds}
          fromMs={toMs - DAY_MS}
          toMs={toMs}
          say={(value) => valueWord(words, formats, value, unit)}
        />
      )}
    </QueryState>
  )
}
