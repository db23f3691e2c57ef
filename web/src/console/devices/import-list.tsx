import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { deviceImportQuery, deviceImportsQuery } from "../../data/installing.ts"
import { useSpeech } from "../../ui/language.tsx"
import { QueryState } from "../../ui/states/query-state.tsx"
import { ImportReport } from "./import-report.tsx"

/** Earlier imports, to print their labels or to take one back. */
export function ImportList() {
  const { words, formats } = useSpeech()
  const imports = useQuery(deviceImportsQuery).data?.imports ?? []
  const [open, setOpen] = useState<string>()
  if (imports.length === 0) return null
  return (
    <section>
      <h2>{words("devices:imports.title")}</h2>
      <ul className="rows">
        {imports.map(({ id, state, createdAt, fresh }) => (
          <li key={id}>
            <p>
              <button
                type="button"
                className="button"
                aria-expanded={open === id}
                onClick={() => setOpen(open === id ? undefined : id)}
              >
                {words("devices:imports.open", { at: formats.shortDateTime(new Date(createdAt)), count: fresh })}
              </button>{" "}
              {words(`devices:imports.state.${state}`)}
            </p>
            {open === id && <OneImport id={id} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

function OneImport({ id }: { id: string }) {
  const query = useQuery(deviceImportQuery(id))
  return <QueryState query={query}>{(found) => <ImportReport key={found.state} given={found} />}</QueryState>
}
