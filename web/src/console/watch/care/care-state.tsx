import type { Signal, SignalCare } from "@holdfast/contracts"
import { useSpeech } from "../../../ui/language.tsx"
import { Pill } from "../../../ui/pill/pill.tsx"
import { roleWord } from "../../say.ts"

/** Who has the signal, who was called, and whether it is shelved or over. */
export function CareState({ signal, care }: { readonly signal: Signal; readonly care: SignalCare | undefined }) {
  const { words, formats, language } = useSpeech()
  const { assigned, shelved, escalatedTo } = care?.signal ?? { assigned: null, shelved: null, escalatedTo: null }
  return (
    <>
      {signal.acknowledgedAt && (
        <p className="quiet">
          {words("console:signal.acknowledged", {
            role: roleWord(words, signal.acknowledgedByRole ?? ""),
            at: formats.shortDateTime(new Date(signal.acknowledgedAt)),
          })}
        </p>
      )}
      {(assigned || escalatedTo || shelved) && (
        <p className="care-pills">
          {assigned && (
            <Pill icon="→">
              {words("console:inbox.has", { who: assigned.name?.[language] ?? roleWord(words, assigned.role) })}
            </Pill>
          )}
          {escalatedTo && <Pill icon="↑">{words("console:care.called", { role: roleWord(words, escalatedTo) })}</Pill>}
          {shelved && (
            <Pill icon="◷" dashed>
              {words("console:care.shelved", {
                at: formats.shortDateTime(new Date(shelved.until)),
                reason: words(`console:shelveReason.${shelved.reason}`),
                role: roleWord(words, shelved.role),
              })}
            </Pill>
          )}
        </p>
      )}
      {signal.state === "open" && care?.escalatesAt && (
        <p className="quiet">{words("console:care.escalatesAt", { at: formats.time(new Date(care.escalatesAt)) })}</p>
      )}
      {signal.clearedAt && (
        <p>
          {words("console:signal.cleared", { at: formats.shortDateTime(new Date(signal.clearedAt)) })}
          {care?.clearReason && ` ${words("console:care.byHand", { reason: words(`console:clearReason.${care.clearReason}`) })}`}
        </p>
      )}
    </>
  )
}
