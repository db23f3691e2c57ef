import type { DeviceImport } from "@holdfast/contracts"
import { useState } from "react"
import { useStepImport } from "../../data/installing.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { BadRows } from "./bad-rows.tsx"
import { DeviceMap } from "./device-map.tsx"
import { DevicesPreview } from "./devices-preview.tsx"

/** What a table brings or brought: what is refused and why, where the rest stands, and the step that is next. */
export function ImportReport({ given, onDiscard }: { given: DeviceImport; onDiscard?: () => void }) {
  const { words } = useSpeech()
  const step = useStepImport()
  const [found, setFound] = useState(given)
  const go = (verb: "confirm" | "undo") => step.mutate({ id: found.id, verb }, { onSuccess: setFound })
  const { id, state, fresh, same, bad, badRows, devices } = found
  return (
    <section className="card" aria-label={words("devices:report.title")}>
      <h2>{words("devices:report.title")}</h2>
      <p className="facts">
        <strong>{words("devices:report.fresh", { count: fresh })}</strong>
        <span>{words("devices:report.same", { count: same })}</span>
        <span className={bad > 0 ? "attention" : undefined}>{words("devices:report.bad", { count: bad })}</span>
      </p>
      {bad > 0 && <BadRows rows={badRows} bad={bad} />}
      {fresh === 0 && <p>{words("devices:report.nothing")}</p>}
      {fresh > 0 && state !== "undone" && (
        <>
          <DeviceMap devices={devices} />
          <DevicesPreview devices={devices} />
        </>
      )}
      <p role="status">
        {state === "stored" && words("devices:report.stored", { count: fresh })}
        {state === "undone" && words("devices:report.undone")}
        {state === "draft" && fresh > 0 && words("devices:report.look")}
      </p>
      {step.isError && <Trouble error={step.error} />}
      <p className="actions">
        {state === "draft" && fresh > 0 && (
          <button type="button" className="button button-main" disabled={step.isPending} onClick={() => go("confirm")}>
            {words("devices:report.store", { count: fresh })}
          </button>
        )}
        {state === "draft" && onDiscard && (
          <button type="button" className="button" onClick={onDiscard}>
            {words("devices:report.discard")}
          </button>
        )}
        {state === "stored" && (
          <>
            <a className="button button-link" href={`/devices/labels?import=${id}`} target="_blank" rel="noreferrer">
              {words("devices:labelsOf")}
            </a>
            <button type="button" className="button" disabled={step.isPending} onClick={() => go("undo")}>
              {words("devices:report.undo")}
            </button>
          </>
        )}
      </p>
    </section>
  )
}
