import { ALTERNATIVE_MAX, PICTURE_MAX_BYTES, pictureTypes, videoTypeOf, type WarningResource } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { useId, useState } from "react"
import { useUploadPicture } from "../../../data/pictures.ts"
import { useSpeech } from "../../../ui/language.tsx"
import { Trouble } from "../../../ui/states/query-state.tsx"

const kinds = ["video", "picture"] as const

/** One that is whole before it becomes a part of the draft: half of one is never saved. */
export function ResourceForm({ onAdd }: { readonly onAdd: (resource: WarningResource) => void }) {
  const { words } = useSpeech()
  const id = useId()
  const [kind, setKind] = useState<(typeof kinds)[number]>("video")
  const [address, setAddress] = useState("")
  const [file, setFile] = useState<File>()
  const [alternative, setAlternative] = useState({ "zh-CN": "", en: "" })
  const [refused, setRefused] = useState<string>()
  const upload = useUploadPicture()
  const add = () => {
    const said = { "zh-CN": alternative["zh-CN"].trim(), en: alternative.en.trim() }
    const unsaid = languages.find((language) => said[language] === "")
    const uri = address.trim()
    const mimeType = videoTypeOf(uri)
    setRefused(undefined)
    if (kind === "video" && !mimeType) return setRefused(words("warn:errors.WARN_VIDEO_ADDRESS", { address: uri }))
    if (kind === "picture" && !file) return setRefused(words("warn:resources.fileMissing"))
    if (unsaid) return setRefused(words("warn:resources.alternativeMissing", { language: languageNames[unsaid] }))
    if (kind === "video") return onAdd({ kind, uri, mimeType: mimeType!, alternative: said })
    if (file!.size > PICTURE_MAX_BYTES)
      return setRefused(words("warn:errors.WARN_PICTURE_LARGE", { bytes: file!.size, limit: PICTURE_MAX_BYTES }))
    upload.mutate(file!, { onSuccess: (kept) => onAdd({ kind, ...kept, alternative: said }) })
  }
  return (
    <>
      <fieldset className="choices">
        <legend className="field-label">{words("warn:resources.kind")}</legend>
        {kinds.map((one) => (
          <label key={one} className="choice">
            <input type="radio" name={`${id}kind`} checked={kind === one} onChange={() => setKind(one)} />
            {words(one === "video" ? "warn:resources.signed" : "warn:resources.picture")}
          </label>
        ))}
      </fieldset>
      <p>
        <label className="field-label" htmlFor={`${id}what`}>
          {words(kind === "video" ? "warn:resources.address" : "warn:resources.file")}
        </label>
        {kind === "video" ? (
          <input
            id={`${id}what`}
            className="field-input"
            type="url"
            value={address}
            aria-describedby={`${id}hint`}
            onChange={({ target }) => setAddress(target.value)}
          />
        ) : (
          <input
            id={`${id}what`}
            type="file"
            accept={pictureTypes.join(",")}
            aria-describedby={`${id}hint`}
            onChange={({ target }) => setFile(target.files?.[0])}
          />
        )}
        <br />
        <span id={`${id}hint`} className="quiet">
          {kind === "video"
            ? words("warn:resources.addressHint")
            : words("warn:resources.fileHint", { limit: PICTURE_MAX_BYTES / 1024 / 1024 })}
        </span>
      </p>
      {languages.map((language) => (
        <p key={language}>
          <label className="field-label" htmlFor={`${id}${language}`}>
            {words("warn:resources.alternative", { language: languageNames[language] })}
          </label>
          <input
            id={`${id}${language}`}
            className="field-input"
            lang={language}
            maxLength={ALTERNATIVE_MAX}
            value={alternative[language]}
            onChange={({ target }) => setAlternative({ ...alternative, [language]: target.value })}
          />
        </p>
      ))}
      {refused && (
        <p className="problem" role="alert">
          ✕ {refused}
        </p>
      )}
      {upload.isError && <Trouble error={upload.error} />}
      <button type="button" className="button" disabled={upload.isPending} onClick={add}>
        {words(upload.isPending ? "warn:resources.upload" : "warn:resources.add")}
      </button>
    </>
  )
}
