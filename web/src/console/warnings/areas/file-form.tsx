import { SHAPE_FILE_MAX_BYTES, type ShapeSystem } from "@holdfast/contracts"
import { useId, useState } from "react"
import { useSpeech } from "../../../ui/language.tsx"
import { type GiveProps, ReadButton } from "./place-forms.tsx"
import { fileKinds, readFile } from "./read-file.ts"
import { ShapeFileError } from "./shape-file-error.ts"
import { SystemField } from "./system-field.tsx"

/** GeoJSON, KML, KMZ, or a Shapefile; taken apart here, looked into by the server. */
export function FileForm({ busy, onGive, onForget }: GiveProps & { readonly onForget: () => void }) {
  const { words } = useSpeech()
  const id = useId()
  const [file, setFile] = useState<File>()
  const [system, setSystem] = useState<ShapeSystem | "">("")
  const [refused, setRefused] = useState<ShapeFileError>()
  const forget = () => {
    setRefused(undefined)
    onForget()
  }
  const read = async () => {
    if (!file || system === "") return
    forget()
    await readFile(file, system).then(onGive, (error: unknown) => {
      setRefused(error instanceof ShapeFileError ? error : new ShapeFileError("broken", { value: file.name }))
    })
  }
  return (
    <div className="area-form">
      <p>
        <label className="field-label" htmlFor={id}>
          {words("areas:file.label")}
        </label>
        <input
          id={id}
          type="file"
          accept={fileKinds.join(",")}
          aria-describedby={`${id}hint`}
          onChange={({ target }) => {
            forget()
            setFile(target.files?.[0])
          }}
        />
        <br />
        <span id={`${id}hint`} className="quiet">
          {words("areas:file.hint", { limit: SHAPE_FILE_MAX_BYTES / 1e6 })}
        </span>
      </p>
      <SystemField file value={system} onChange={setSystem} />
      {refused && (
        <p className="problem" role="alert">
          ✕ {words(`areas:file.${refused.reason}`, refused.values)}
        </p>
      )}
      <ReadButton disabled={busy || !file || system === ""} onClick={() => void read()} />
    </div>
  )
}
