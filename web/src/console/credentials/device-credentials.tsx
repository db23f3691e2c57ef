import "./credentials.css"
import type { DeviceSecret, InstalledDeviceDetail } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { z } from "zod"
import { credentialsOfQuery, useIssueCredential } from "../../data/credentials.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { CredentialRow } from "./credential-row.tsx"
import { SecretOnce } from "./secret-once.tsx"

const NAME_MAX = 60

/** The credentials that are bound to one device, on its page; one more with one button. */
export function DeviceCredentials({ device }: { readonly device: InstalledDeviceDetail }) {
  const { words } = useSpeech()
  const [secret, setSecret] = useState<z.infer<typeof DeviceSecret>>()
  const query = useQuery(credentialsOfQuery(device.number))
  const issue = useIssueCredential()
  const bound = query.data?.devices ?? []
  // A name is never given twice, so that one that ended means the same for ever.
  const name = `${device.key
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]/g, "-")
    .slice(0, NAME_MAX)}${bound.length > 0 ? `-${bound.length + 1}` : ""}`
  return (
    <section aria-label={words("devices:credential.title")}>
      <h2>{words("devices:credential.title")}</h2>
      {secret && <SecretOnce key={secret.secret} given={secret} onClose={() => setSecret(undefined)} />}
      {query.data && bound.length === 0 && <p>{words("devices:credential.noneOfDevice")}</p>}
      <ul className="rows">
        {bound.map((one) => (
          <CredentialRow key={one.id} device={one} onIssued={setSecret} />
        ))}
      </ul>
      <p className="actions">
        <button
          type="button"
          className="button"
          disabled={issue.isPending || !query.data}
          onClick={() => issue.mutate({ name, rights: ["write"], thing: device.number }, { onSuccess: setSecret })}
        >
          {words("devices:credential.issueFor", { name })}
        </button>
        <ScreenLink screen="credentials">{words("devices:credential.all")}</ScreenLink>
      </p>
      {issue.isError && <Trouble error={issue.error} />}
    </section>
  )
}
