import { type Level, levels, type OutsideAlert } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { cityAuthorityQuery } from "../../data/life.ts"
import { outsideAlertsQuery, useRaise } from "../../data/others.ts"
import { areasQuery } from "../../data/places.ts"
import { useMay } from "../../data/session.ts"
import { useDraft } from "../../data/warn.ts"
import { openScreen } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { ChoiceField } from "../rules/fields.tsx"
import { nameInDistrict } from "../say.ts"

/** A person says what an alert of others means here: which hazard, how high, where. Nothing is guessed but the area that it touches. */
export function RaiseForm({ alert }: { alert: OutsideAlert }) {
  const { words, language } = useSpeech()
  const hazards = useQuery(outsideAlertsQuery()).data?.hazards ?? []
  const areas = useQuery(areasQuery).data?.areas ?? []
  const mayDraft = useMay("warn.draft")
  const raise = useRaise(alert.id)
  const draft = useDraft()
  const [hazard, setHazard] = useState("")
  const [level, setLevel] = useState<Level | "">("")
  // Of several none is more likely than another.
  const [area, setArea] = useState(alert.areas.length === 1 ? alert.areas[0]!.id : "")
  const entries = useQuery(cityAuthorityQuery).data?.entries ?? []
  // What another body issues here is passed on with its name and the name of its message.
  const isRelayed = entries.some((one) => one.hazard === hazard && one.level === level && one.entry?.mode === "relay")
  const touched = new Set(alert.areas.map(({ id }) => id))
  const touchedFirst = areas.toSorted((a, b) => Number(touched.has(b.id)) - Number(touched.has(a.id)))
  const choose = { value: "" as const, text: words("sources:outside.chooseOne") }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (level === "") return
    const goesOn = (event.nativeEvent as SubmitEvent).submitter?.getAttribute("value") === "draft"
    const raised = await raise.mutateAsync({ hazard, level, area }).catch(() => undefined)
    if (!raised) return
    const drafted = goesOn ? await draft.mutateAsync({ signal: raised.signal }).catch(() => undefined) : undefined
    if (drafted) openScreen("warnings", drafted.id)
    else openScreen("watch", raised.signal)
  }
  return (
    <form className="outside-raise" onSubmit={(event) => void submit(event)}>
      <h2>{words("sources:outside.raise")}</h2>
      <p className="quiet outside-intro">{words("sources:outside.raiseHint")}</p>
      {mayDraft && <p className="quiet outside-intro">{words("sources:outside.draftHint")}</p>}
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
          options={[choose, ...touchedFirst.map((one) => ({ value: one.id, text: nameInDistrict(one, areas, language) }))]}
          onChange={setArea}
        />
      </div>
      {mayDraft && isRelayed && <p className="quiet outside-intro">{words("sources:outside.passOnHint")}</p>}
      {raise.error && <Trouble error={raise.error} />}
      <p className="actions">
        <button
          type="submit"
          className="button button-main"
          value="raise"
          disabled={hazard === "" || level === "" || area === ""}
        >
          {words("sources:outside.raiseOnly")}
        </button>
        {mayDraft && (
          <button type="submit" className="button" value="draft" disabled={hazard === "" || level === "" || area === ""}>
            {words(isRelayed ? "sources:outside.raiseAndPassOn" : "sources:outside.raiseAndDraft")}
          </button>
        )}
      </p>
    </form>
  )
}
