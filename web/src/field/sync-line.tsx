import { useSpeech } from "../ui/language.tsx"
import type { OutboxItem } from "./outbox.ts"
import type { useOutbox } from "./use-outbox.ts"

/** What is only on this phone, what arrived, and what the server refused, each in words. */
export function SyncLine({ outbox }: { outbox: ReturnType<typeof useOutbox> }) {
  const { words } = useSpeech()
  const waiting = outbox.items.filter(({ refused }) => refused === undefined).length
  const refused = outbox.items.filter((item) => item.refused !== undefined)
  return (
    <>
      <p className="field-sync" role="status">
        {waiting > 0 && <strong>▣ {words("field:waiting", { count: waiting })}</strong>}
        {waiting > 0 && outbox.sending && <span>⇡ {words("field:sending")}</span>}
        {waiting === 0 && outbox.arrived > 0 && <span>✓ {words("field:arrived", { count: outbox.arrived })}</span>}
      </p>
      {refused.map((item) => (
        <Refused key={item.savedAtMs} item={item} onDrop={() => outbox.drop(item)} />
      ))}
    </>
  )
}

function Refused({ item, onDrop }: { item: OutboxItem; onDrop: () => void }) {
  const { words } = useSpeech()
  return (
    <div className="field-card" role="alert">
      <p className="problem">! {words("field:needsYou")}</p>
      <p>{item.refused}</p>
      <button type="button" className="field-button" onClick={onDrop}>
        {words("field:understood")}
      </button>
    </div>
  )
}
