import "./credentials.css"
import type { DeviceSecret } from "@holdfast/contracts"
import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import type { z } from "zod"
import { credentialsQuery } from "../../data/credentials.ts"
import { useMay } from "../../data/session.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { SearchField } from "../../ui/search-field/search-field.tsx"
import { Empty, Trouble } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { CredentialRow } from "./credential-row.tsx"
import { IssueForm } from "./issue-form.tsx"
import { SecretOnce } from "./secret-once.tsx"

const shownFirst = ["used", "refused", "ended"] as const

/** With what devices sign in: issued, renewed, ended by engineers; each with when it was heard and what was refused of it. */
export function Credentials() {
  const { words } = useSpeech()
  const may = useMay("sense.configure")
  const [text, setText] = useState("")
  const [which, setWhich] = useState<(typeof shownFirst)[number]>("used")
  const [secret, setSecret] = useState<z.infer<typeof DeviceSecret>>()
  const query = useInfiniteQuery({ ...credentialsQuery, enabled: may === true })
  useCommand("back", () => openScreen("devices"))
  const all = query.data?.pages.flatMap(({ devices }) => devices) ?? []
  const found = all.filter(({ name, thing }) =>
    [name, thing?.name.en, thing?.name["zh-CN"]].some((part) => part?.toLowerCase().includes(text.trim().toLowerCase())),
  )
  const lists = {
    used: found.filter(({ endedAt }) => endedAt === null),
    refused: found.filter(({ refused }) => refused !== null),
    ended: found.filter(({ endedAt }) => endedAt !== null),
  }
  return (
    <div className="page">
      <p>
        <ScreenLink screen="devices">{words("devices:device.back")}</ScreenLink>
      </p>
      <h1>{words("devices:credential.title")}</h1>
      <p className="quiet">{words("devices:credential.intro")}</p>
      {may === false && <p className="problem">{words("devices:credential.notYours")}</p>}
      {secret && <SecretOnce key={secret.secret} given={secret} onClose={() => setSecret(undefined)} />}
      {may && <IssueForm onIssued={setSecret} />}
      {query.isError && <Trouble error={query.error} retry={() => void query.refetch()} />}
      {query.data && (
        <>
          <div className="find-row">
            <SearchField label={words("devices:credential.search")} text={text} onChange={setText} />
          </div>
          <div className="device-choices" role="group" aria-label={words("devices:credential.title")}>
            {shownFirst.map((name) => (
              <button key={name} type="button" className="button" aria-pressed={which === name} onClick={() => setWhich(name)}>
                {words(`devices:credential.list.${name}`, { count: lists[name].length })}
              </button>
            ))}
          </div>
          {lists[which].length === 0 && <Empty>{words(`devices:credential.none.${which}`)}</Empty>}
          <ul className="rows">
            {lists[which].map((device) => (
              <CredentialRow key={device.id} device={device} showBound onIssued={setSecret} />
            ))}
          </ul>
          {query.hasNextPage && (
            <button type="button" className="button" disabled={query.isFetching} onClick={() => void query.fetchNextPage()}>
              {words("devices:credential.more")}
            </button>
          )}
        </>
      )}
    </div>
  )
}
