import "./budget.css"
import type { AlarmBudget } from "@holdfast/contracts"
import { useCityNow } from "../../../city/clock.tsx"
import { useMutes } from "../../../data/sound.ts"
import { CurveChart } from "../../../ui/chart/curve-chart.tsx"
import { useSpeech } from "../../../ui/language.tsx"
import { roleWord } from "../../say.ts"

/** EEMUA 191: what one person can bear on average, in ten minutes. */
const RATE_MAX = 1

/** How often signals asked within a day, by district and never by person; and what makes it too much. */
export function Budget({ budget }: { readonly budget: AlarmBudget }) {
  const { words, formats, language } = useSpeech()
  const mutes = useMutes(useCityNow())
  const { operators, alarms, rate, bins, floods, districts, chattering, standing, shelved } = budget
  return (
    <div className="budget">
      <p>
        <strong className={rate > RATE_MAX ? "attention" : undefined}>
          {rate > RATE_MAX && "! "}
          {words("console:budget.rate", { rate: formats.count(rate) })}
        </strong>{" "}
        {words("console:budget.basis", { alarms: formats.count(alarms), count: Math.max(1, operators) })}
      </p>
      <p className="quiet">{words("console:budget.rule")}</p>
      <CurveChart
        title={words("console:budget.chart")}
        kind="step"
        points={bins.map(({ at, count }) => ({ atMs: Date.parse(at), value: count }))}
        toMs={Date.parse(budget.to)}
        say={(value) => formats.count(value)}
      />
      <h3>{words("console:budget.floods", { count: floods.length })}</h3>
      <List none={words("console:budget.none")}>
        {floods.map(({ from, to, count }) => (
          <li key={from}>
            {formats.shortDateTime(new Date(from))} – {formats.time(new Date(to))}: {words("console:inbox.signals", { count })}
          </li>
        ))}
      </List>
      <h3>{words("console:budget.chattering", { count: chattering.length })}</h3>
      <List none={words("console:budget.none")}>
        {chattering.map(({ rule, area, times, lastAt }) => (
          <li key={`${rule.en} ${area.en}`}>
            {area[language]} · {rule[language]}: {words("console:budget.times", { count: times })},{" "}
            {formats.shortDateTime(new Date(lastAt))}
          </li>
        ))}
      </List>
      <h3>{words("console:budget.standing", { count: standing.count })}</h3>
      <List none={words("console:budget.none")}>
        {standing.oldest.map(({ id, code, rule, area, raisedAt }) => (
          <li key={id}>
            <span className="code">{code}</span> {area.name[language]} · {rule.name[language]},{" "}
            {formats.shortDateTime(new Date(raisedAt))}
          </li>
        ))}
      </List>
      <h3>{words("console:budget.districts")}</h3>
      <List none={words("console:budget.none")}>
        {districts.map(({ area, name, count }) => (
          <li key={area}>
            {name[language]}: {words("console:inbox.signals", { count })}
          </li>
        ))}
      </List>
      <h3>{words("console:budget.silent")}</h3>
      <List none={words("console:budget.none")}>
        {shelved > 0 && <li>{words("console:inbox.shelved", { count: shelved })}</li>}
        {mutes.map(({ role, reason, until }) => (
          <li key={`${role} ${until}`}>
            {words("console:sound.otherMuted", {
              at: formats.time(new Date(until)),
              role: roleWord(words, role),
              reason: words(`console:muteReason.${reason}`),
            })}
          </li>
        ))}
      </List>
    </div>
  )
}

function List({ none, children }: { readonly none: string; readonly children: React.ReactNode }) {
  const empty = Array.isArray(children) ? children.flat().filter(Boolean).length === 0 : !children
  return empty ? <p className="quiet">{none}</p> : <ul>{children}</ul>
}
