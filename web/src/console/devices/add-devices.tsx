import type { DeviceImport } from "@holdfast/contracts"
import { type FormEvent, useId, useState } from "react"
import { useUploadDevices } from "../../data/installing.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { ImportReport } from "./import-report.tsx"

const systems = ["wgs84", "cgcs2000", "gcj02", "bd09"] as const
const template = `data:text/csv;charset=utf-8,${encodeURIComponent(
  "\uFEFFkey,kind,name_zh,name_en,lon,lat,measures,model,serial\r\n",
)}`

/** A table of devices: chosen, checked, looked at on the map, and only then stored. */
export function AddDevices() {
  const { words } = useSpeech()
  const [file, setFile] = useState<File>()
  const [crs, setCrs] = useState("")
  const [found, setFound] = useState<DeviceImport>()
  const upload = useUploadDevices()
  const id = useId()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (file) upload.mutate({ file, crs }, { onSuccess: setFound })
  }
  return (
    <details className="form-box">
      <summary>{words("devices:add")}</summary>
      <form className="card" onSubmit={submit}>
        <p className="field-hint">{words("devices:addHint")}</p>
        <p>
          <a href={template} download="devices.csv">
            {words("devices:template")}
          </a>
        </p>
        <div className="form-row">
          <div>
            <label className="field-label" htmlFor={`${id}-file`}>
              {words("devices:file")}
            </label>
            <input
              id={`${id}-file`}
              className="field-input"
              type="file"
              accept=".csv,.xlsx,text/csv"
              required
              onChange={({ target }) => (setFile(target.files?.[0]), setFound(undefined))}
            />
          </div>
          <div>
            <label className="field-label" htmlFor={`${id}-crs`}>
              {words("devices:crs")}
            </label>
            <select
              id={`${id}-crs`}
              className="field-input"
              required
              value={crs}
              onChange={({ target }) => (setCrs(target.value), setFound(undefined))}
            >
              <option value="">{words("devices:chooseCrs")}</option>
              {systems.map((system) => (
                <option key={system} value={system}>
                  {words(`devices:crsName.${system}`)}
                </option>
              ))}
            </select>
          </div>
          <button type="submit" className="button button-main" disabled={upload.isPending || !file || crs === ""}>
            {words("devices:check")}
          </button>
        </div>
        <p role="status">{upload.isPending && words("devices:checking")}</p>
        {upload.isError && <Trouble error={upload.error} />}
      </form>
      {found && <ImportReport key={found.id} given={found} onDiscard={() => setFound(undefined)} />}
    </details>
  )
}
