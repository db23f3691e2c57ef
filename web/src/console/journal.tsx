import { JOURNAL_TEXT_MAX, JournalNote, JournalPage } from "@holdfast/contracts"
import { useMutation, useQuery } from "@tanstack/react-query"
import { type FormEvent, useId, useState } from "react"
import { ask } from "../ui/api.ts"
import { useSpeech } from "../ui/language.tsx"

/** The duty journal: what people on duty wrote, newest first, and the field for the next note. */
export function Journal() {
  const { words, formats } = useSpeech()
  const page = useQuery({ queryKey: ["respond", "journal"], queryFn: () => ask(JournalPage, "/api/journal") })
  return (
    <section className="journal" aria-labelledby="journal-title">
      <h1 id="journal-title">{words("console:journal.title")}</h1>
      <WriteNote />
      {page.isError && <p className="problem">✕ {page.error.message}</p>}
      {page.isPending && <p>{words("console:journal.loading")}</p>}
      {page.data?.notes.length === 0 && <p>{words("console:journal.empty")}</p>}
      <ol className="notes">
        {page.data?.notes.map((note) => (
          <li key={note.id}>
            <p className="quiet">
              <time dateTime={note.at}>{formats.shortDateTime(new Date(note.at))}</time> · {words(`console:roles.${note.role}`)}
            </p>
            <p>{note.text}</p>
          </li>
        ))}
      </ol>
    </section>
  )
}

function WriteNote() {
  const { words, formats } = useSpeech()
  const [text, setText] = useState("")
  const id = useId()
  const write = useMutation({
    mutationFn: () => ask(JournalNote, "/api/journal", { method: "POST", body: { text } }),
    onSuccess: () => setText(""),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    write.mutate()
  }
  return (
    <form onSubmit={submit}>
      <label className="field-label" htmlFor={id}>
        {words("console:journal.label")}
      </label>
      <p className="field-hint" id={`${id}-hint`}>
        {words("console:journal.hint")}
      </p>
      <textarea
        id={id}
        className="field-input"
        aria-describedby={`${id}-hint`}
        rows={3}
        maxLength={JOURNAL_TEXT_MAX}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <p>
        <button type="submit" className="button button-main" disabled={write.isPending || text.trim() === ""}>
          {words("console:journal.write")}
        </button>
      </p>
      <p role="status">
        {write.isError && <span className="problem">✕ {write.error.message}</span>}
        {write.data && words("console:journal.saved", { at: formats.clock(new Date(write.data.at)) })}
      </p>
    </form>
  )
}
