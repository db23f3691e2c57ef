import type { Trial } from "@holdfast/contracts"
import { CurveChart } from "../../ui/chart/curve-chart.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { valueWord } from "../say.ts"

const CURVES_FIRST = 6
const MINUTE_MS = 60_000

/** What the rule would have raised: how good it would have been, a table of its signals, and the curve of each area with them. */
export function TrialResult({ trial }: { trial: Trial }) {
  const { words, formats } = useSpeech()
  const { signals, curves, score, unit } = trial
  return (
    <>
      <p role="status" className="trial-count">
        {words("sense:trial.found", { count: signals.length, measurements: formats.count(trial.measurements) })}
        {trial.isCut && ` ${words("sense:trial.cut")}`}
      </p>
      {score && <Score score={score} />}
      {signals.length > 0 && <Signals trial={trial} />}
      {curves.slice(0, CURVES_FIRST).map(({ area, points }) => (
        <TrialCurve key={area.id} trial={trial} area={area} points={points} />
      ))}
      {curves.length > CURVES_FIRST && (
        <details className="form-box">
          <summary>{words("sense:trial.moreAreas", { count: curves.length - CURVES_FIRST })}</summary>
          {curves.slice(CURVES_FIRST).map(({ area, points }) => (
            <TrialCurve key={area.id} trial={trial} area={area} points={points} />
          ))}
        </details>
      )}
      {curves.length === 0 && <p className="quiet">{words("sense:trial.nothing", { unit })}</p>}
    </>
  )
}

function TrialCurve({ trial, area, points }: { trial: Trial } & Trial["curves"][number]) {
  const { words, formats, language } = useSpeech()
  const lastMs = Date.parse(points.at(-1)?.at ?? "")
  const bands = trial.signals
    .filter((signal) => signal.area.id === area.id)
    .map(({ level, from, until }) => ({ level, fromMs: Date.parse(from), toMs: until ? Date.parse(until) : lastMs }))
  return (
    <CurveChart
      title={trial.unit === "1" ? area.name[language] : words("sense:labelled", { label: area.name[language], of: trial.unit })}
      points={points.map(({ at, value }) => ({ atMs: Date.parse(at), value }))}
      thresholds={trial.thresholds}
      bands={bands}
      say={(value) => valueWord(words, formats, value, trial.unit)}
    />
  )
}

function Score({ score }: { score: NonNullable<Trial["score"]> }) {
  const { words, formats } = useSpeech()
  const lead = score.meanLeadMin
  const figures = [
    ["hits", formats.count(score.hits)],
    ["misses", formats.count(score.misses)],
    ["falseAlarms", formats.count(score.falseAlarms)],
    [
      lead !== null && lead < 0 ? "late" : "lead",
      lead === null ? words("console:review.notEnough") : formats.duration(Math.abs(lead) * MINUTE_MS),
    ],
  ] as const
  return (
    <dl className="trial-figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{words(`sense:trial.${name}`)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Signals({ trial: { signals, unit, score } }: { trial: Trial }) {
  const { words, formats, language } = useSpeech()
  return (
    <div className="trial-table">
      <table>
        <caption>{words("sense:trial.signals")}</caption>
        <thead>
          <tr>
            {["level", "place", "from", "until", "peak", ...(score ? ["about"] : [])].map((name) => (
              <th key={name} scope="col">
                {words(`sense:trial.column.${name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {signals.map(({ area, level, from, until, peak, isFalseAlarm }) => (
            <tr key={`${area.id} ${from}`}>
              <td>
                <LevelMark level={level} form="measured" size={20} word />
              </td>
              <td>{area.name[language]}</td>
              <td>{formats.shortDateTime(new Date(from))}</td>
              <td>{until ? formats.shortDateTime(new Date(until)) : words("sense:trial.open")}</td>
              <td>{valueWord(words, formats, peak, unit)}</td>
              {score && <td>{words(isFalseAlarm ? "sense:trial.isFalse" : "sense:trial.isTrue")}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
