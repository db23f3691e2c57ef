import "./resources.css"
import type { WarningResource } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { pictureUrl } from "../../../data/pictures.ts"
import { useSpeech } from "../../../ui/language.tsx"

interface ResourcesShownProps {
  readonly resources: readonly WarningResource[]
  readonly onRemove?: (resource: WarningResource) => void
}

/** The picture, or the address of the video, and what it says in both languages. */
export function ResourcesShown({ resources, onRemove }: ResourcesShownProps) {
  const { words } = useSpeech()
  if (resources.length === 0) return null
  return (
    <ul className="resources">
      {resources.map((resource) => (
        <li key={resource.kind === "video" ? resource.uri : resource.picture}>
          {resource.kind === "video" ? (
            <a href={resource.uri} target="_blank" rel="noreferrer">
              {resource.uri}
            </a>
          ) : (
            <img src={pictureUrl(resource.picture)} alt={words("warn:resources.picture")} />
          )}
          {languages.map((language) => (
            <p key={language}>
              <span className="quiet">{languageNames[language]}</span>{" "}
              <span lang={language}>{resource.alternative[language]}</span>
            </p>
          ))}
          {onRemove && (
            <button type="button" className="button" onClick={() => onRemove(resource)}>
              {words("warn:resources.remove")}
            </button>
          )}
        </li>
      ))}
    </ul>
  )
}
