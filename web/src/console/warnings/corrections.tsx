import "./authority.css"
import { type Correction, correctionOf, type Warning, type WarningTexts } from "@holdfast/contracts"
import { type Language, languageNames, languages } from "@holdfast/words"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { correctionsQuery, useCorrection } from "../../data/life.ts"
import { useMay } from "../../data/session.ts"
import { useSpeech } from "../../ui/language.tsx"
import { isCancelled, useProof } from "../../ui/proof/use-proof.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { TextsShown } from "./texts-shown.tsx"

const fields = ["headline", "description", "instruction"] as const

/** What was mended in a warning in force, what waits for a second person, and the way to mend a slip of the pen. */
export function Corrections({ warning }: { warning: Warning }) {
  const { words, formats } = useSpeech()
  const { data } = useQuery(correctionsQuery(warning.id))
  const may = useMay("warn.lift")
  const [open, setOpen] = useState(false)
  const waiting = data?.corrections.find(({ approvedAt }) => approvedAt === null)
  const last = data?.corrections.findLast(({ approvedAt }) => approvedAt !== null)
  return (
    <>
      {last && (
        <section className="block">
          <p>{words("authority:correct.at", { at: formats.dateTime(new Date(last.approvedAt!)) })}</p>
          <TextsShown texts={last.texts} />
        </section>
      )}
      {waiting && <Waiting warning={warning} correction={waiting} />}
      {may &&
        !waiting &&
        (open ? (
          <Propose warning={warning} texts={last?.texts ?? warning.texts} onDone={() => setOpen(false)} />
        ) : (
          <p className="actions">
            <button type="button" className="button" onClick={() => setOpen(true)}>
              {words("authority:correct.open")}
            </button>
          </p>
        ))}
    </>
  )
}

function Propose({ warning, texts: said, onDone }: { warning: Warning; texts: WarningTexts; onDone: () => void }) {
  const { words } = useSpeech()
  const [texts, setTexts] = useState(said)
  const step = useCorrection(warning.id)
  const change = (language: Language, field: (typeof fields)[number], text: string) =>
    setTexts({ ...texts, [language]: { ...texts[language], [field]: text } })
  return (
    <section className="block" aria-labelledby="correct-title">
      <h2 id="correct-title">{words("authority:correct.title")}</h2>
      <p>{words("authority:correct.means")}</p>
      <div className="languages correction-texts">
        {languages.map((language) => (
          <div key={language}>
            {fields.map((field) => (
              <label key={field} className="field-label">
                {words(`console:composer.${field}`)} {languageNames[language]}
                <textarea
                  className="field-input"
                  lang={language}
                  rows={field === "headline" ? 1 : 4}
                  value={texts[language][field]}
                  onChange={(event) => change(language, field, event.target.value)}
                />
              </label>
            ))}
          </div>
        ))}
      </div>
      <p className="actions">
        <button
          type="button"
          className="button button-main"
          disabled={step.isPending}
          onClick={() => step.mutate({ verb: "propose", texts }, { onSuccess: onDone })}
        >
          {words("authority:correct.propose")}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {words("console:cancel")}
        </button>
      </p>
      {step.isError && <Trouble error={step.error} />}
    </section>
  )
}

function Waiting({ warning, correction }: { warning: Warning; correction: Correction }) {
  const { words } = useSpeech()
  const may = useMay("warn.approve")
  const [read, setRead] = useState<readonly Language[]>([])
  const [trouble, setTrouble] = useState<Error>()
  const step = useCorrection(warning.id)
  const { prove, form } = useProof()
  const mayApprove = may && !correction.mine
  const tick = (which: Language) => setRead(read.includes(which) ? read.filter((other) => other !== which) : [...read, which])
  const approve = async () => {
    setTrouble(undefined)
    try {
      const proof = await prove(correctionOf(correction.id))
      await step.mutateAsync({ verb: "approve", correction: correction.id, read, proof })
    } catch (error) {
      if (!isCancelled(error)) setTrouble(error as Error)
    }
  }
  return (
    <section className="block" aria-labelledby="correction-title">
      <h2 id="correction-title">{words("authority:correct.waits")}</h2>
      <TextsShown
        texts={correction.texts}
        below={(which) =>
          mayApprove && (
            <label className="choice">
              <input type="checkbox" checked={read.includes(which)} onChange={() => tick(which)} />
              {words("console:approve.read", { language: languageNames[which] })}
            </label>
          )
        }
      />
      <p className="actions">
        {mayApprove && (
          <button
            type="button"
            className="button button-main"
            disabled={read.length < languages.length || step.isPending}
            onClick={() => void approve()}
          >
            {words("authority:correct.approve")}
          </button>
        )}
        <button
          type="button"
          className="button"
          disabled={step.isPending}
          onClick={() => step.mutate({ verb: "drop", correction: correction.id })}
        >
          {words("authority:correct.drop")}
        </button>
      </p>
      {form}
      {(trouble ?? step.error) && <Trouble error={(trouble ?? step.error)!} />}
    </section>
  )
}
