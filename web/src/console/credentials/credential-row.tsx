import type { Device, DeviceSecret } from "@holdfast/contracts"
import { useState } from "react"
import type { z } from "zod"
import { useCityNow } from "../../city/clock.tsx"
import { useEndCredential, useRenewCredential } from "../../data/credentials.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { Refusals } from "./refusals.tsx"

interface CredentialRowProps {
  readonly device: Device
  /** Left out where it is clear. */
  readonly showBound?: boolean
  readonly onIssued: (given: z.infer<typeof DeviceSecret>) => void
}

/** One credential: what it may do, when it was heard, what was refused; and the two acts that end a secret, each asked twice. */
export function CredentialRow({ device, showBound = false, onIssued }: CredentialRowProps) {
  const { words, formats, language } = useSpeech()
  const now = useCityNow()
  const [asked, setAsked] = useState<"renew" | "end">()
  const renew = useRenewCredential()
  const end = useEndCredential()
  const { name, rights, thing, heardAt, endedAt, refused } = device
  const act = () => {
    if (asked === "end") end.mutate(device)
    else renew.mutate(device, { onSuccess: onIssued })
    setAsked(undefined)
  }
  return (
    <li className={endedAt ? "credential credential-ended" : "credential"}>
      <p className="credential-head">
        <strong className="code">{name}</strong>
        <span>{rights.map((right) => words(`devices:credential.right.${right}`)).join(" · ")}</span>
        {showBound && (
          <span>
            {thing ? words("devices:credential.of", { name: thing.name[language] }) : words("devices:credential.ofAll")}
          </span>
        )}
      </p>
      <p className="credential-head quiet">
        {endedAt ? (
          <span>{words("devices:credential.ended", { at: formats.shortDateTime(new Date(endedAt)) })}</span>
        ) : (
          <span>
            {heardAt
              ? words("devices:lastHeard", { at: formats.ago(new Date(heardAt), now) })
              : words("devices:credential.neverHeard")}
          </span>
        )}
      </p>
      {refused && <Refusals refused={refused} />}
      {!endedAt && (
        <p className="actions">
          {asked ? (
            <>
              <span className="attention">! {words(`devices:credential.sure.${asked}`)}</span>
              <button type="button" className="button button-main" onClick={act}>
                {words(`devices:credential.do.${asked}`, { name })}
              </button>
              <button type="button" className="button" onClick={() => setAsked(undefined)}>
                {words("devices:credential.keep")}
              </button>
            </>
          ) : (
            (["renew", "end"] as const).map((what) => (
              <button key={what} type="button" className="button" onClick={() => setAsked(what)}>
                {words(`devices:credential.${what}`)}
                <span className="visually-hidden"> {name}</span>
              </button>
            ))
          )}
        </p>
      )}
      {renew.isError && <Trouble error={renew.error} />}
      {end.isError && <Trouble error={end.error} />}
    </li>
  )
}
