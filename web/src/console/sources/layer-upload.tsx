import { type FormEvent, useState } from "react"
import { useUploadFrame } from "../../data/others.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { ChoiceField, Field, TextField, TimeField } from "../rules/fields.tsx"
import { LayerList } from "./layer-list.tsx"

const formats = ["png", "geojson", "grid-json", "grid-csv"] as const
const texts = ["id", "nameZh", "nameEn", "attribution", "licence"] as const
type Name = (typeof texts)[number] | "validAt" | "unit" | "bounds"
const nothing: Readonly<Record<Name, string>> = {
  ...{ id: "", nameZh: "", nameEn: "", attribution: "", licence: "", validAt: "", unit: "", bounds: "" },
}

/** A dated picture for the map from a file: what it is, whose it is, and which time it shows. */
export function LayerUpload() {
  const { words, formats: says } = useSpeech()
  const [format, setFormat] = useState<(typeof formats)[number]>("png")
  const [given, setGiven] = useState(nothing)
  const [file, setFile] = useState<File>()
  const upload = useUploadFrame()
  const set = (name: Name) => (value: string) => setGiven((now) => ({ ...now, [name]: value }))
  const say = (key: string) => words(`sources:layers.${key}`)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!file) return
    const about = {
      ...{ name_zh: given.nameZh, name_en: given.nameEn, attribution: given.attribution, licence: given.licence, format },
      valid_at: says.cityTime(given.validAt).toISOString(),
      ...(format === "png" && { bounds: given.bounds.replaceAll(/[\s，、]+/g, ",").replaceAll(/,+/g, ",") }),
      ...(format.startsWith("grid") && given.unit !== "" && { unit: given.unit }),
    }
    upload.mutate({ id: given.id, file, about })
  }
  return (
    <section aria-label={say("upload")}>
      <h2>{say("upload")}</h2>
      <p className="quiet sources-intro">{say("uploadHint")}</p>
      <LayerList />
      <form className="layer-upload" onSubmit={submit}>
        <div className="form-row">
          <ChoiceField
            label={say("format")}
            value={format}
            options={formats.map((value) => ({ value, text: say(`formats.${value}`) }))}
            onChange={setFormat}
          />
          {texts.map((name) => (
            <TextField
              key={name}
              label={say(name)}
              required
              {...(name === "id" && { pattern: "[a-z0-9][a-z0-9\\-]{0,39}" })}
              value={given[name]}
              onChange={set(name)}
            />
          ))}
          <TimeField label={say("validAt")} required value={given.validAt} onChange={set("validAt")} />
          {format === "png" && (
            <TextField label={say("bounds")} hint={say("boundsHint")} required value={given.bounds} onChange={set("bounds")} />
          )}
          {format.startsWith("grid") && <TextField label={say("unit")} value={given.unit} onChange={set("unit")} />}
          <Field label={say("file")}>
            {(id) => <input id={id} type="file" required onChange={({ target }) => setFile(target.files?.[0])} />}
          </Field>
        </div>
        {upload.error && <Trouble error={upload.error} />}
        <p className="actions">
          <button type="submit" className="button" disabled={upload.isPending}>
            {say("send")}
          </button>
          {upload.isSuccess && <span role="status">✓ {say("stored")}</span>}
        </p>
      </form>
    </section>
  )
}
