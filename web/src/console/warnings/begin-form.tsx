import { type Level, levels, type Warning } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useState } from "react"
import { outsideAlertsQuery } from "../../data/others.ts"
import { areasQuery } from "../../data/places.ts"
import { useMay } from "../../data/session.ts"
import { useDraft } from "../../data/warn.ts"
import { openScreen } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { ChoiceField } from "../rules/fields.tsx"
import { nameInDistrict } from "../say.ts"

type Words = "template" | "blank"

/** Begins a warning that no signal led to: with the words of the pack, or with none. */
export function BeginForm() {
  const { words, language } = useSpeech()
  const mayDraft = useMay("warn.draft")
  const hazards = useQuery({ ...outsideAlertsQuery(), enabled: mayDraft === true }).data?.hazards ?? []
  const areas = useQuery(areasQuery).data?.areas ?? []
  const draft = useDraft()
  const [hazard, setHazard] = useState("")
  const [level, setLevel] = useState<Level | "">("")
  const [area, setArea] = useState("")
  const [from, setFrom] = useState<Words>("template")
  if (!mayDraft) return null
  const choose = { value: "" as const, text: words("sources:outside.chooseOne") }
  const begin = () => {
    if (level === "") return
    draft.mutate(
      { hazard, level, areas: [area], ...(from === "blank" && { words: "blank" as const }) },
      { onSuccess: ({ id }) => openScreen("warnings", id) },
    )
  }
  return (
    <details className="block">
      <summary>{words("coach:begin.title")}</summary>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          begin()
        }}
      >
        <div className="form-row">
          <ChoiceField
            label={words("sources:outside.hazard")}
            value={hazard}
            options={[choose, ...hazards.map(({ id, name }) => ({ value: id, text: name[language] }))]}
            onChange={setHazard}
          />
          <ChoiceField<Level | "">
            label={words("sources:outside.level")}
            value={level}
            options={[choose, ...levels.map((one) => ({ value: one, text: words(`console:levels.${one}`) }))]}
            onChange={setLevel}
          />
          <ChoiceField
            label={words("sources:outside.area")}
            value={area}
            options={[choose, ...areas.map((one) => ({ value: one.id, text: nameInDistrict(one, areas, language) }))]}
            onChange={setArea}
          />
          <ChoiceField<Words>
            label={words("coach:begin.words")}
            value={from}
            options={(["template", "blank"] as const).map((one) => ({ value: one, text: words(`coach:begin.${one}`) }))}
            onChange={setFrom}
          />
        </div>
        {draft.error && <Trouble error={draft.error} />}
        <p className="actions">
          <button
            type="submit"
            className="button button-main"
            disabled={hazard === "" || level === "" || area === "" || draft.isPending}
          >
            {words("coach:begin.begin")}
          </button>
        </p>
      </form>
    </details>
  )
}

/** Begins a new warning with the words of this one; its slots then say what is true of the new one. */
export function CopyButton({ warning: { id, hazard, level, areas } }: { warning: Warning }) {
  const { words } = useSpeech()
  const mayDraft = useMay("warn.draft")
  const draft = useDraft()
  if (!mayDraft) return null
  const copy = () =>
    draft.mutate(
      { hazard, level, areas: areas.map((area) => area.id), words: { of: id } },
      { onSuccess: ({ id: begun }) => openScreen("warnings", begun) },
    )
  return (
    <>
      <button type="button" className="button" disabled={draft.isPending} onClick={copy}>
        {words("coach:begin.copy")}
      </button>
      {draft.error && <Trouble error={draft.error} />}
    </>
  )
}
