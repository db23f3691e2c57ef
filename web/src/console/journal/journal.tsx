import "./journal.css"
import { JOURNAL_TEXT_MAX } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useId, useRef, useState } from "react"
import { useNewId } from "../../data/new-id.ts"
import { journalQuery, useWriteNote } from "../../data/respond.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Empty, QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { roleWord } from "../say.ts"

/** The duty journal: what people on duty wrote, newest first, and the field for the next note. */
export function Journal() {
  const { words, formats } = useSpeech()
  const page = useQuery(journalQuery)
  return (
    <div className="page page-narrow">
      <h1>{words("console:journal.title")}</h1>
      <WriteNote />
      <QueryState
        query={page}
        empty={({ notes }) => (notes.length === 0 ? <Empty>{words("console:journal.empty")}</Empty> : undefined)}
      >
        {({ notes }) => (
          <ol className="notes">
            {notes.map((note) => (
              <li key={note.id}>
                <p className="quiet">
                  <time dateTime={note.at}>{formats.shortDateTime(new Date(note.at))}</time> · {roleWord(words, note.role)}
                  {note.because && (
                    <>
                      {" · "}
                      <ScreenLink screen="thread" id={note.because}>
                        {words("console:thread.open")}
                      </ScreenLink>
                    </>
                  )}
                </p>
                <p>{note.text}</p>
              </li>
            ))}
          </ol>
        )}
      </QueryState>
    </div>
  )
}

function WriteNote() {
  const { words, formats } = useSpeech()
  const [text, setText] = useState("")
  const field = useRef<HTMLTextAreaElement>(null)
  const id = useId()
  const write = useWriteNote()
  const next = useNewId()
  useCommand("comment", () => field.current?.focus())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // What was typed while this one was on its way is the next note.
    write.mutate(
      { id: next.id, text },
      { onSuccess: () => setText((typed) => (typed === text ? "" : typed)), onSettled: next.settle },
    )
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
        ref={field}
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
      {write.isError && <Trouble error={write.error} />}
      <p role="status">{write.data && words("console:journal.saved", { at: formats.clock(new Date(write.data.at)) })}</p>
    </form>
  )
}
