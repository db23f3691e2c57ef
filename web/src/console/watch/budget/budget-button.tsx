import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { budgetQuery } from "../../../data/alarms.ts"
import { useMay } from "../../../data/session.ts"
import { Window } from "../../../ui/dialog/window.tsx"
import { useSpeech } from "../../../ui/language.tsx"
import { QueryState } from "../../../ui/states/query-state.tsx"
import { Budget } from "./budget.tsx"

/** Says how much the alarms ask of those on duty, and opens what that is made of. */
export function BudgetButton() {
  const { words, formats } = useSpeech()
  const [open, setOpen] = useState(false)
  const may = useMay("read-operations")
  const query = useQuery({ ...budgetQuery, enabled: may === true })
  if (!query.data) return null
  return (
    <>
      <button type="button" className="link budget-button" onClick={() => setOpen(true)}>
        {words("console:budget.short", { rate: formats.count(query.data.rate) })}
      </button>
      <Window title={words("console:budget.title")} open={open} onClose={() => setOpen(false)}>
        <QueryState query={query}>{(budget) => <Budget budget={budget} />}</QueryState>
      </Window>
    </>
  )
}
