import { RESOURCES_MAX, type WarningResource } from "@holdfast/contracts"
import { useSpeech } from "../../../ui/language.tsx"
import { ResourceForm } from "./resource-form.tsx"
import { ResourcesShown } from "./resources-shown.tsx"

interface ResourcesFieldProps {
  readonly resources: readonly WarningResource[]
  readonly onChange: (resources: WarningResource[]) => void
}

/** A sign-language video or a picture that goes out with the words; closed until somebody has one. */
export function ResourcesField({ resources, onChange }: ResourcesFieldProps) {
  const { words } = useSpeech()
  const count = resources.length
  return (
    <details className="block">
      <summary>
        {words("warn:resources.title")}
        {count > 0 && ` · ${count}`}
      </summary>
      <p className="quiet">{words("warn:resources.means")}</p>
      <ResourcesShown
        resources={resources}
        onRemove={(removed) => onChange(resources.filter((resource) => resource !== removed))}
      />
      {count < RESOURCES_MAX ? (
        <ResourceForm key={count} onAdd={(resource) => onChange([...resources, resource])} />
      ) : (
        <p className="quiet">{words("warn:resources.full", { limit: RESOURCES_MAX })}</p>
      )}
    </details>
  )
}
