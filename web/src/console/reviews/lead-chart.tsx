import type { LedgerLine } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"

/** What lies further away stands at the edge: a lead of two days says no more than one of six hours. */
const LATE_MIN = -120
const LEAD_MIN = 360
const HOURS = [2, 4, 6]
const MARK_PX = 16
const LANES = 4

/** Each hit as its level, at its lead time. The table below says the same in words, so that this is a picture and no more. */
export function LeadChart({ lines }: { lines: readonly LedgerLine[] }) {
  const { words } = useSpeech()
  const hits = lines.filter(({ verdict, leadMin }) => verdict === "hit" && leadMin !== null)
  if (hits.length === 0) return null
  const share = (minutes: number) => (100 * (Math.min(LEAD_MIN, Math.max(LATE_MIN, minutes)) - LATE_MIN)) / (LEAD_MIN - LATE_MIN)
  return (
    <figure className="lead-chart">
      <figcaption>{words("learn:ledger.chart")}</figcaption>
      <div className="lead-field" aria-hidden="true" style={{ height: LANES * (MARK_PX + 4) + 28 }}>
        <span className="lead-zero" style={{ left: `${share(0)}%` }} />
        <span className="lead-tick" style={{ left: 0 }}>
          {words("learn:ledger.chartLate")}
        </span>
        <span className="lead-tick lead-middle" style={{ left: `${share(0)}%` }}>
          {words("learn:ledger.chartZero")}
        </span>
        {HOURS.map((count) => (
          <span
            key={count}
            className={count * 60 === LEAD_MIN ? "lead-tick lead-last" : "lead-tick lead-middle lead-wide"}
            style={{ left: `${share(count * 60)}%` }}
          >
            {words("learn:ledger.chartHours", { count })}
          </span>
        ))}
        {hits.map(({ warning, leadMin, level }, index) => (
          <span key={warning} className="lead-mark" style={{ left: `${share(leadMin!)}%`, top: (index % LANES) * (MARK_PX + 4) }}>
            <LevelMark level={level} form="measured" size={MARK_PX} />
          </span>
        ))}
      </div>
    </figure>
  )
}
