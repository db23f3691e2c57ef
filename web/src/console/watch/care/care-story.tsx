import type { SignalCare } from "@holdfast/contracts"
import { useSpeech } from "../../../ui/language.tsx"
import { roleWord } from "../../say.ts"

/** What was noted beside the signal, and who did what: by role and time, from the city log. */
export function CareStory({ care }: { readonly care: SignalCare }) {
  const { words, formats } = useSpeech()
  const at = (text: string) => formats.shortDateTime(new Date(text))
  return (
    <>
      {care.comments.length > 0 && (
        <>
          <h3>{words("console:care.comments")}</h3>
          <ul className="care-comments">
            {care.comments.map(({ id, role, at: written, text }) => (
              <li key={id}>
                <span className="quiet">
                  {roleWord(words, role)}, {at(written)}
                </span>
                <br />
                {text}
              </li>
            ))}
          </ul>
        </>
      )}
      <h3>{words("console:care.history")}</h3>
      <ol className="care-history">
        {care.history.map(({ verb, role, at: done }) => (
          <li key={`${done} ${verb}`}>
            <time dateTime={done}>{at(done)}</time> {words(`console:care.verbs.${verb}`)}{" "}
            <span className="quiet">{roleWord(words, role)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
