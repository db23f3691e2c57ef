import type { SignalCurve as Curve, Signal } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { curveQuery } from "../../data/sense.ts"
import { withGaps } from "../../ui/chart/curve.ts"
import { CurveChart } from "../../ui/chart/curve-chart.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { valueWord } from "../say.ts"

const MINUTE_MS = 60_000
/** Whose value is the measurement itself, or has none: one curve says all. */
const plain = ["latest", "missing"]

/** How the signal came: the value of its rule with its thresholds, and below it what the station measured. */
export function SignalCurve({ signal }: { signal: Signal }) {
  return <QueryState query={useQuery(curveQuery(signal.id))}>{(curve) => <Curves signal={signal} curve={curve} />}</QueryState>
}

function Curves({ signal, curve: { from, to, rule, measured } }: { readonly signal: Signal; readonly curve: Curve }) {
  const { words, formats, language } = useSpeech()
  const span = { fromMs: Date.parse(from), toMs: Date.parse(to) }
  const marks = [
    { atMs: Date.parse(signal.raisedAt), word: words("sense:curve.raised", { at: formats.time(new Date(signal.raisedAt)) }) },
    ...(signal.clearedAt
      ? [
          {
            atMs: Date.parse(signal.clearedAt),
            word: words("sense:curve.cleared", { at: formats.time(new Date(signal.clearedAt)) }),
          },
        ]
      : []),
  ]
  const reckoned = rule?.points.map(({ at, value }) => ({ atMs: Date.parse(at), value })) ?? []
  const isPlain = rule === null || plain.includes(rule.over)
  return (
    <>
      {rule && !isPlain && (
        <CurveChart
          title={words(`sense:curve.of.${rule.over}`, {
            window: formats.duration(rule.windowMin * MINUTE_MS),
            // A count is of the area, everything else of the station that fired.
            place:
              rule.over === "cluster" || rule.over === "rules" ? signal.area.name[language] : (measured?.thing[language] ?? ""),
          })}
          kind={rule.unit === "1" ? "step" : "line"}
          points={rule.unit === "1" ? reckoned : withGaps(reckoned, span.toMs)}
          thresholds={rule.thresholds}
          marks={marks}
          {...span}
          say={(value) => valueWord(words, formats, value, rule.unit)}
        />
      )}
      {measured && (
        <CurveChart
          title={words("sense:curve.measured", { place: measured.thing[language] })}
          points={withGaps(
            measured.points.map(({ at, value, sent, quality }) => ({ atMs: Date.parse(at), value, sent, quality })),
            span.toMs,
          )}
          thresholds={rule?.over === "latest" ? rule.thresholds : []}
          marks={isPlain ? marks : []}
          {...span}
          say={(value) => valueWord(words, formats, value, measured.unit)}
        />
      )}
      {rule && rule.over !== "missing" && (
        <p className="quiet">{words("sense:curve.clears", { value: valueWord(words, formats, rule.clearsBelow, rule.unit) })}</p>
      )}
    </>
  )
}
