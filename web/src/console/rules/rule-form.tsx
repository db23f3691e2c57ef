import { levels, type RuleList, ruleKinds } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { areasQuery } from "../../data/places.ts"
import { useSpeech } from "../../ui/language.tsx"
import { nameInDistrict } from "../say.ts"
import { ChoiceField, TextField } from "./fields.tsx"
import type { RuleDraft } from "./rule-draft.ts"

interface RuleFormProps {
  readonly draft: RuleDraft
  readonly list: RuleList
  readonly isNew: boolean
  readonly onChange: (draft: RuleDraft) => void
}

const counted = ["cluster", "rules"]

/** What a rule is made of, from what is measured to where a warning would go. */
export function RuleForm({ draft, list, isNew, onChange }: RuleFormProps) {
  const { words, language } = useSpeech()
  const say = (key: string) => words(`sense:rule.${key}`)
  const set = (part: Partial<RuleDraft>) => onChange({ ...draft, ...part })
  const named = (items: readonly { id: string; name: { "zh-CN": string; en: string } }[]) =>
    items.map(({ id, name }) => ({ value: id, text: name[language] }))
  const unit = counted.includes(draft.over)
    ? ""
    : draft.over === "missing"
      ? "min"
      : (list.properties.find(({ id }) => id === draft.property)?.unit ?? "")
  const inUnit = (label: string) => (unit === "" ? label : words("sense:labelled", { label, of: unit }))
  return (
    <>
      <fieldset className="rule-part">
        <legend>{say("what")}</legend>
        <div className="form-row">
          <TextField label={say("nameZh")} required value={draft.nameZh} onChange={(nameZh) => set({ nameZh })} />
          <TextField label={say("nameEn")} required value={draft.nameEn} onChange={(nameEn) => set({ nameEn })} />
          <TextField
            label={say("id")}
            required
            readOnly={!isNew}
            pattern="[a-z0-9][a-z0-9\-]{0,62}"
            value={draft.id}
            onChange={(id) => set({ id })}
          />
          <ChoiceField
            label={say("hazard")}
            value={draft.hazard}
            options={named(list.hazards)}
            onChange={(hazard) => set({ hazard })}
          />
        </div>
      </fieldset>
      <fieldset className="rule-part">
        <legend>{say("when")}</legend>
        <div className="form-row">
          <ChoiceField
            label={say("property")}
            value={draft.property}
            options={named(list.properties)}
            onChange={(property) => set({ property })}
          />
          <ChoiceField
            label={say("over")}
            value={draft.over}
            options={ruleKinds.map((kind) => ({ value: kind, text: say(`kinds.${kind}`) }))}
            onChange={(over) => set({ over })}
          />
          <TextField
            label={say("windowMin")}
            required
            number={{ min: 1, max: 44_640 }}
            value={draft.windowMin}
            onChange={(windowMin) => set({ windowMin })}
          />
          {draft.over === "cluster" && (
            <TextField
              label={say("radiusM")}
              required
              number={{ min: 1, max: 20_000 }}
              value={draft.radiusM}
              onChange={(radiusM) => set({ radiusM })}
            />
          )}
        </div>
        <p className="rule-hint">{say(`means.${draft.over}`)}</p>
        {draft.over === "rules" && <Parts draft={draft} list={list} onChange={(of) => set({ of })} />}
        <div className="form-row">
          {levels.map((level) => (
            <TextField
              key={level}
              label={inUnit(words(`console:levels.${level}`))}
              number={{ step: "any" }}
              value={draft.levels[level]}
              onChange={(value) => set({ levels: { ...draft.levels, [level]: value } })}
            />
          ))}
        </div>
        <p className="rule-hint">{say("levelsHint")}</p>
        <div className="form-row">
          <TextField
            label={say("holdMin")}
            hint={say("holdHint")}
            required
            number={{ min: 0, max: 1440 }}
            value={draft.holdMin}
            onChange={(holdMin) => set({ holdMin })}
          />
          <TextField
            label={say("clear")}
            hint={say("clearHint")}
            required
            number={{ min: 1, max: 100 }}
            value={draft.clearPercent}
            onChange={(clearPercent) => set({ clearPercent })}
          />
        </div>
      </fieldset>
      <Where draft={draft} set={set} />
    </>
  )
}

function Parts({ draft, list, onChange }: { draft: RuleDraft; list: RuleList; onChange: (of: readonly string[]) => void }) {
  const { words, language } = useSpeech()
  const possible = list.rules.filter(
    ({ hazard, rule }) => hazard === draft.hazard && rule.id !== draft.id && ![...counted, "missing"].includes(rule.over),
  )
  return (
    <fieldset className="choices">
      <legend>{words("sense:rule.of")}</legend>
      {possible.map(({ rule }) => (
        <label key={rule.id} className="choice">
          <input
            type="checkbox"
            checked={draft.of.includes(rule.id)}
            onChange={({ target }) => onChange(target.checked ? [...draft.of, rule.id] : draft.of.filter((id) => id !== rule.id))}
          />
          {rule.name[language]}
        </label>
      ))}
    </fieldset>
  )
}

function Where({ draft, set }: { draft: RuleDraft; set: (part: Partial<RuleDraft>) => void }) {
  const { words, language } = useSpeech()
  const areas = useQuery(areasQuery).data?.areas ?? []
  const nameOf = (id: string) => areas.find((area) => area.id === id)?.name[language] ?? id
  return (
    <fieldset className="rule-part">
      <legend>{words("sense:rule.where")}</legend>
      <div className="form-row">
        <ChoiceField
          label={words("sense:rule.area")}
          value={draft.area}
          options={(["smallest", "district", "areas"] as const).map((value) => ({
            value,
            text: words(`sense:rule.areas.${value}`),
          }))}
          onChange={(area) => set({ area })}
        />
        {draft.area === "areas" && (
          <>
            <ChoiceField
              label={words("sense:rule.addArea")}
              value=""
              options={[
                { value: "", text: words("console:composer.choose") },
                ...areas
                  .filter(({ id }) => !draft.areas.includes(id))
                  .map((one) => ({ value: one.id, text: nameInDistrict(one, areas, language) })),
              ]}
              onChange={(id) => id && set({ areas: [...draft.areas, id] })}
            />
            <TextField
              label={words("sense:rule.stations")}
              hint={words("sense:rule.stationsHint")}
              value={draft.stations}
              onChange={(stations) => set({ stations })}
            />
          </>
        )}
      </div>
      {draft.area === "areas" && (
        <div className="chips" role="group" aria-label={words("sense:rule.area")}>
          {draft.areas.map((id) => (
            <button
              key={id}
              type="button"
              className="chip"
              onClick={() => set({ areas: draft.areas.filter((other) => other !== id) })}
            >
              {nameOf(id)} ✕<span className="visually-hidden"> {words("sense:rule.takeOut")}</span>
            </button>
          ))}
        </div>
      )}
    </fieldset>
  )
}
