import "./find.css"
import { useQuery } from "@tanstack/react-query"
import { useDeferredValue, useId, useState } from "react"
import { outagesQuery } from "../../data/recover.ts"
import { incidentsQuery } from "../../data/respond.ts"
import { signalsQuery } from "../../data/sense.ts"
import { warningsQuery } from "../../data/warn.ts"
import type { Screen } from "../../router/route.ts"
import { ScreenLink } from "../../router/router.tsx"
import { Window } from "../../ui/dialog/window.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { useCommand } from "../keys/keys.tsx"
import { areaNames } from "../say.ts"

const RESULTS_MAX = 20

interface Findable {
  readonly screen: Screen
  readonly id: string
  readonly code: string
  readonly text: string
}

/** Finds a record by its code or its place, opened with `/`. */
export function FindDialog() {
  const { words } = useSpeech()
  const [open, setOpen] = useState(false)
  const [wanted, setWanted] = useState("")
  const asked = useDeferredValue(wanted.trim().toLowerCase())
  const id = useId()
  const all = useFindable()
  useCommand("find", () => setOpen(true))
  const close = () => (setOpen(false), setWanted(""))
  const results = asked
    ? all.filter(({ code, text }) => `${code} ${text}`.toLowerCase().includes(asked)).slice(0, RESULTS_MAX)
    : []
  return (
    <Window title={words("console:find.title")} open={open} onClose={close}>
      <label className="field-label" htmlFor={id}>
        {words("console:find.label")}
      </label>
      <input
        id={id}
        className="field-input"
        autoComplete="off"
        value={wanted}
        onChange={(event) => setWanted(event.target.value)}
      />
      <p role="status" className="quiet">
        {asked && words("console:find.found", { count: results.length })}
      </p>
      <ul className="find-results">
        {results.map((found) => (
          <li key={found.id}>
            <ScreenLink screen={found.screen} id={found.id} onClickCapture={close}>
              <strong>{found.code}</strong> {found.text}
            </ScreenLink>
          </li>
        ))}
      </ul>
    </Window>
  )
}

function useFindable(): Findable[] {
  const { language } = useSpeech()
  const signals = useQuery(signalsQuery).data?.signals ?? []
  const warnings = useQuery(warningsQuery).data?.warnings ?? []
  const incidents = useQuery(incidentsQuery).data?.incidents ?? []
  const outages = useQuery(outagesQuery).data?.outages ?? []
  return [
    ...signals.map(({ id, code, rule, area }) => ({
      screen: "watch" as const,
      id,
      code,
      text: `${rule.name[language]} ${area.name["zh-CN"]} ${area.name.en}`,
    })),
    ...warnings.map(({ id, code, texts, areas }) => ({
      screen: "warnings" as const,
      id,
      code,
      text: `${texts[language].headline} ${areaNames(areas, language)}`,
    })),
    ...incidents.map(({ id, code, plan, areas }) => ({
      screen: "incidents" as const,
      id,
      code,
      text: `${plan[language]} ${areaNames(areas, language)}`,
    })),
    ...outages.map(({ id, code, area }) => ({ screen: "outages" as const, id, code, text: area.name[language] })),
  ]
}
