import type { GroundReading } from "@holdfast/contracts"
import { useSpeech } from "../../../ui/language.tsx"
import { areaNames } from "../../say.ts"

/** Where a drawing lies, in names: whole, partly, what is next to it and left out, and what is not the city's. */
export function GroundLines({ reading, beside = true }: { readonly reading: GroundReading; readonly beside?: boolean }) {
  const { words, formats, language } = useSpeech()
  const { whole, partly, neighbours, outside, residents, areaKm2 } = reading
  const none = words("areas:none")
  const percent = (share: number) => (share < 0.01 ? "< 1" : formats.count(Math.min(99, Math.round(share * 100))))
  const parts = partly
    .toSorted((a, b) => b.share - a.share)
    .map(({ area, share }) => words("areas:partlyOne", { area: area.name[language], share: percent(share) }))
  return (
    <dl className="ground-lines">
      <Line name={words("areas:whole")}>{areaNames(whole, language) || none}</Line>
      <Line name={words("areas:partly")}>{parts.join(" · ") || none}</Line>
      {beside && <Line name={words("areas:notIncluded")}>{areaNames(neighbours, language) || none}</Line>}
      {beside && <Line name={words("areas:people")}>{formats.people(residents)}</Line>}
      <Line name={words("areas:size")}>{words("areas:km2", { km2: formats.count(areaKm2) })}</Line>
      <Line name={words("areas:outside")} attention={outside.km2 > 0}>
        {outside.km2 > 0
          ? words("areas:outsideIs", { km2: formats.count(outside.km2), share: percent(outside.share) })
          : words("areas:outsideNone")}
      </Line>
    </dl>
  )
}

interface LineProps {
  readonly name: string
  readonly attention?: boolean
  readonly children: React.ReactNode
}

function Line({ name, attention = false, children }: LineProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={attention ? "attention" : undefined}>
        {attention && "! "}
        {children}
      </dd>
    </div>
  )
}
