import { clearReasons, SHELVE_MAX_MIN, type Signal, type SignalLine, shelveReasons } from "@holdfast/contracts"
import { useState } from "react"
import { useSignalAct } from "../../../data/alarms.ts"
import { useAcknowledge, useMayAcknowledge, useMayDraft, useMayIn } from "../../../data/sense.ts"
import { useDraft } from "../../../data/warn.ts"
import { openScreen } from "../../../router/router.tsx"
import { useSpeech } from "../../../ui/language.tsx"
import { ReasonForm } from "../../../ui/reason-form/reason-form.tsx"
import { Trouble } from "../../../ui/states/query-state.tsx"
import { useCommand } from "../../keys/keys.tsx"
import { AssignForm } from "./assign-form.tsx"
import { ChoiceForm } from "./choice-form.tsx"
import { FocusFirst } from "./focus-first.tsx"
import type { Done } from "./undo-bar.tsx"

type Form = "assign" | "comment" | "shelve" | "clear"

const SHELF_MINUTES = [30, 60, 240, SHELVE_MAX_MIN]
const COMMENT_MAX_CHARS = 500

interface SignalActionsProps {
  readonly signal: Signal
  /** As care shows it; undefined while it is not known. */
  readonly line: SignalLine | undefined
  readonly onDone: (done: Done) => void
}

/** What can be done with a signal: the next action first. The rest opens below, one at a time. */
export function SignalActions({ signal, line, onDone }: SignalActionsProps) {
  const { words } = useSpeech()
  const { id, code, level } = signal
  const [form, setForm] = useState<Form>()
  const acknowledge = useAcknowledge()
  const act = useSignalAct(id)
  const draft = useDraft()
  const area = signal.area.id
  const running = signal.state !== "cleared"
  const mayAcknowledge = useMayAcknowledge()(area) && signal.state === "open"
  const mayDraft = useMayDraft()(area) && running
  const mayHandle = useMayIn("sense.handle-signal")(area)
  const mayShelve = useMayIn("sense.shelve-signal")(area) && running && line?.shelved === null
  const mayClear = useMayIn("sense.clear-signal")(area) && running
  const write = () => draft.mutate({ signal: id }, { onSuccess: ({ id: made }) => openScreen("warnings", made) })
  const see = () => acknowledge.mutate(signal, { onSuccess: () => onDone({ id, code, act: "acknowledge" }) })
  const open = (wanted: Form) => setForm(form === wanted ? undefined : wanted)
  const close = () => setForm(undefined)
  // An answer that comes late finds another form open, which stays.
  const closeSent = (sent: Form) => setForm((now) => (now === sent ? undefined : now))
  useCommand("draft", !mayDraft || draft.isPending ? undefined : write)
  useCommand("acknowledge", mayAcknowledge && !acknowledge.isPending ? see : undefined)
  useCommand("shelve", mayShelve ? () => setForm("shelve") : undefined)
  useCommand("comment", mayHandle ? () => setForm("comment") : undefined)
  useCommand("back", form ? close : undefined)
  const button = (name: Form, key?: string) => (
    <button type="button" className="button" aria-expanded={form === name} onClick={() => open(name)}>
      {words(`console:care.${name}`)} {key && <kbd aria-hidden="true">{key}</kbd>}
    </button>
  )
  return (
    <>
      <p className="actions">
        {mayDraft && (
          <button type="button" className="button button-main" disabled={draft.isPending} onClick={write}>
            {words("console:signal.draft")} <kbd aria-hidden="true">w</kbd>
          </button>
        )}
        {mayAcknowledge && (
          <button type="button" className="button" disabled={acknowledge.isPending} onClick={see}>
            {words("console:signal.acknowledge")} <kbd aria-hidden="true">a</kbd>
          </button>
        )}
        {mayHandle && running && button("assign")}
        {mayHandle && button("comment", "c")}
        {mayShelve && button("shelve", "s")}
        {mayClear && button("clear")}
        {line?.shelved && mayClear && (
          <button type="button" className="button" onClick={() => act.mutate({ verb: "undo", body: { act: "shelve" } })}>
            {words("console:care.unshelve")}
          </button>
        )}
      </p>
      {form === "assign" && (
        <AssignForm
          signal={id}
          busy={act.isPending}
          onCancel={close}
          onSend={(body) => act.mutate({ verb: "assign", body }, { onSuccess: () => closeSent("assign") })}
        />
      )}
      {form === "comment" && (
        <FocusFirst>
          <ReasonForm
            label={words("console:care.commentLabel")}
            send={words("console:care.commentSend")}
            maxLength={COMMENT_MAX_CHARS}
            busy={act.isPending}
            onCancel={close}
            onSend={(text) => act.mutate({ verb: "comments", body: { text } }, { onSuccess: () => closeSent("comment") })}
          />
        </FocusFirst>
      )}
      {form === "shelve" && (
        <ChoiceForm
          title={words("console:care.shelveWhy")}
          choices={shelveReasons.map((value) => ({ value, label: words(`console:shelveReason.${value}`) }))}
          sends={SHELF_MINUTES.map((minutes) => ({
            value: minutes,
            label: words(minutes < 60 ? "console:care.forMinutes" : "console:care.forHours", {
              count: minutes < 60 ? minutes : minutes / 60,
            }),
          }))}
          note={words("console:care.shelveMeans")}
          busy={act.isPending}
          onCancel={close}
          onSend={(reason, minutes) =>
            act.mutate(
              { verb: "shelve", body: { reason, minutes, level } },
              { onSuccess: () => (closeSent("shelve"), onDone({ id, code, act: "shelve" })) },
            )
          }
        />
      )}
      {form === "clear" && (
        <ChoiceForm
          title={words("console:care.clearWhy")}
          choices={clearReasons.map((value) => ({ value, label: words(`console:clearReason.${value}`) }))}
          sends={[{ value: 0, label: words("console:care.clearNow") }]}
          note={words("console:care.clearMeans")}
          busy={act.isPending}
          onCancel={close}
          onSend={(reason) =>
            act.mutate(
              { verb: "clear", body: { reason, level } },
              { onSuccess: () => (closeSent("clear"), onDone({ id, code, act: "clear" })) },
            )
          }
        />
      )}
      {draft.isError && <Trouble error={draft.error} />}
      {acknowledge.isError && <Trouble error={acknowledge.error} />}
      {act.isError && <Trouble error={act.error} />}
    </>
  )
}
