import { type CityAuthority, type Level, levels, type StandingAuthorisation } from "@holdfast/contracts"
import { type FormEvent, useState } from "react"
import { useCityNow } from "../../city/clock.tsx"
import { useStanding } from "../../data/life.ts"
import { useMay } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { isCancelled, useProof } from "../../ui/proof/use-proof.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

const DAY_MS = 86_400_000
const spans = [1, 7, 30, 90] as const

/** What two people allowed to go out by itself; off until then, and anybody who may approve switches it off. */
export function StandingList({ found }: { found: CityAuthority }) {
  const { words } = useSpeech()
  const may = useMay("warn.approve")
  const step = useStanding()
  const { prove, form } = useProof()
  const [trouble, setTrouble] = useState<Error>()
  const proven = (about: string, go: (proof: Awaited<ReturnType<typeof prove>>) => Promise<unknown>) => {
    setTrouble(undefined)
    prove(about)
      .then(go)
      .catch((error: unknown) => !isCancelled(error) && setTrouble(error as Error))
  }
  return (
    <section aria-labelledby="authority-standing">
      <h2 id="authority-standing">{words("authority:standing.title")}</h2>
      <p className="quiet">{words("authority:standing.means")}</p>
      {found.standing.length === 0 && <p>{words("authority:standing.none")}</p>}
      <ul className="rows">
        {found.standing.map((standing) => (
          <li key={standing.id} className="block">
            <Said standing={standing} entries={found.entries} />
            {may && standing.state !== "over" && (
              <p className="actions">
                {standing.state === "proposed" && !standing.mine && (
                  <button
                    type="button"
                    className="button button-main"
                    onClick={() =>
                      proven(`warn.standing ${standing.id}`, (proof) =>
                        step.mutateAsync({ verb: "approve", id: standing.id, proof }),
                      )
                    }
                  >
                    {words("authority:standing.allow")}
                  </button>
                )}
                <button type="button" className="button" onClick={() => step.mutate({ verb: "end", id: standing.id })}>
                  {words(standing.state === "proposed" ? "authority:standing.drop" : "authority:standing.off")}
                </button>
              </p>
            )}
          </li>
        ))}
      </ul>
      {form}
      {(trouble ?? step.error) && <Trouble error={(trouble ?? step.error)!} />}
      {may && (
        <Propose
          entries={found.entries}
          onPropose={(proposal) =>
            proven(`warn.standing ${proposal.hazard} ${proposal.level}`, (proof) =>
              step.mutateAsync({ verb: "propose", proof, ...proposal }),
            )
          }
        />
      )}
    </section>
  )
}

function Said({ standing, entries }: { standing: StandingAuthorisation; entries: CityAuthority["entries"] }) {
  const { words, formats, language } = useSpeech()
  const { code, hazard, level, state, until, names } = standing
  const hazardName = entries.find((one) => one.hazard === hazard)?.hazardName[language] ?? hazard
  return (
    <p>
      <LevelMark level={level} form={state === "in-force" ? "in-force" : "draft"} size={20} />{" "}
      <span className="code">{code}</span> {hazardName}, {words(`console:levels.${level}`)} ·{" "}
      <strong>{words(`authority:standing.${state}`)}</strong> ·{" "}
      {words("authority:standing.until", { at: formats.dateTime(new Date(until)) })} ·{" "}
      {names.map((name) => name?.[language] ?? words("authority:ladder.gone")).join(", ")}
    </p>
  )
}

interface ProposeProps {
  readonly entries: CityAuthority["entries"]
  readonly onPropose: (proposal: { readonly hazard: string; readonly level: Level; readonly until: string }) => void
}

function Propose({ entries, onPropose }: ProposeProps) {
  const { words, language } = useSpeech()
  const now = useCityNow()
  const hazards = [...new Map(entries.map(({ hazard, hazardName }) => [hazard, hazardName]))]
  const [hazard, setHazard] = useState(hazards[0]?.[0] ?? "")
  const [level, setLevel] = useState<Level>("red")
  const [days, setDays] = useState<number>(7)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onPropose({ hazard, level, until: new Date(now.getTime() + days * DAY_MS).toISOString() })
  }
  return (
    <form className="block" onSubmit={submit}>
      <h3>{words("authority:standing.propose")}</h3>
      <div className="authority-propose">
        <label className="field-label">
          {words("authority:page.hazard")}
          <select className="field-input" value={hazard} onChange={(event) => setHazard(event.target.value)}>
            {hazards.map(([id, name]) => (
              <option key={id} value={id}>
                {name[language]}
              </option>
            ))}
          </select>
        </label>
        <label className="field-label">
          {words("authority:page.levels")}
          <select className="field-input" value={level} onChange={(event) => setLevel(event.target.value as Level)}>
            {levels.map((one) => (
              <option key={one} value={one}>
                {words(`console:levels.${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field-label">
          {words("authority:standing.days")}
          <select className="field-input" value={days} onChange={(event) => setDays(Number(event.target.value))}>
            {spans.map((one) => (
              <option key={one} value={one}>
                {words("authority:standing.span", { count: one })}
              </option>
            ))}
          </select>
        </label>
      </div>
      <p className="actions">
        <button type="submit" className="button">
          {words("authority:standing.ask")}
        </button>
      </p>
    </form>
  )
}
