import "./rules.css"
import { type CityRule, levels, type RuleList } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { rulesQuery, useSwitchRule, useWriteRule } from "../../data/rules.ts"
import { useMay } from "../../data/session.ts"
import { openScreen, ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { QueryState, Trouble } from "../../ui/states/query-state.tsx"
import { useCommand } from "../keys/keys.tsx"
import { roleWord, valueWord } from "../say.ts"
import { emptyDraft, toDraft, toRule } from "./rule-draft.ts"
import { RuleForm } from "./rule-form.tsx"
import { TrialPane } from "./trial-pane.tsx"

const NEW = "new"

/** The rules of the city: which hold, who changed them, and what each would have raised. */
export function Rules({ id }: { id: string | undefined }) {
  const query = useQuery(rulesQuery)
  useCommand("back", id ? () => openScreen("rules") : undefined)
  return (
    <div className="page">
      <QueryState query={query}>{(list) => (id ? <One key={id} id={id} list={list} /> : <List list={list} />)}</QueryState>
    </div>
  )
}

function List({ list }: { list: RuleList }) {
  const { words, language } = useSpeech()
  const may = useMay("sense.manage-rules")
  return (
    <>
      <h1>{words("console:nav.rules")}</h1>
      {may && (
        <p className="actions">
          <ScreenLink screen="rules" id={NEW} className="button button-main rule-make">
            {words("sense:rule.make")}
          </ScreenLink>
        </p>
      )}
      {list.hazards.map(({ id, name }) => (
        <section key={id} aria-label={name[language]}>
          <h2>{name[language]}</h2>
          <ul className="rows">
            {list.rules
              .filter(({ hazard }) => hazard === id)
              .map((rule) => (
                <Row key={rule.rule.id} found={rule} list={list} />
              ))}
          </ul>
        </section>
      ))}
    </>
  )
}

function Row({ found, list }: { found: CityRule; list: RuleList }) {
  const { words, formats, language } = useSpeech()
  const { rule, isOn, origin } = found
  return (
    <li className={isOn ? "rule-row" : "rule-row rule-off"}>
      <ScreenLink screen="rules" id={rule.id} data-row={rule.id}>
        {rule.name[language]}
      </ScreenLink>
      <span className="rule-levels">
        {levels.map(
          (level) =>
            rule.levels[level] !== undefined && (
              <span key={level}>
                <LevelMark level={level} form="measured" size={20} />{" "}
                {valueWord(words, formats, rule.levels[level], unitOf(found, list))}
              </span>
            ),
        )}
      </span>
      <span className="quiet">
        {words(`sense:rule.kinds.${rule.over}`)} · {formats.duration(rule.windowMin * 60_000)}
      </span>
      <span className="quiet">
        {words(`sense:rule.origin.${origin}`)} · {words(isOn ? "sense:rule.on" : "sense:rule.off")}
      </span>
    </li>
  )
}

function unitOf({ rule }: CityRule, { properties }: RuleList): string {
  if (rule.over === "missing") return "min"
  if (rule.over === "cluster" || rule.over === "rules") return "1"
  return properties.find(({ id }) => id === rule.property)?.unit ?? "1"
}

function One({ id, list }: { id: string; list: RuleList }) {
  const { words, formats, language } = useSpeech()
  const found = list.rules.find(({ rule }) => rule.id === id)
  const may = useMay("sense.manage-rules") === true
  const [draft, setDraft] = useState(() =>
    found ? toDraft(found) : emptyDraft(list.hazards[0]?.id ?? "", list.properties[0]?.id ?? ""),
  )
  const write = useWriteRule()
  const turn = useSwitchRule()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const version = found && { version: found.version }
    write.mutate(
      { hazard: draft.hazard, rule: toRule(draft), isOn: found?.isOn ?? false, ...version },
      { onSuccess: ({ rule }) => found || openScreen("rules", rule.id) },
    )
  }
  if (!found && id !== NEW) return <p className="problem">{words("sense:rule.none")}</p>
  return (
    <>
      <p className="quiet">
        <ScreenLink screen="rules">{words("console:nav.rules")}</ScreenLink>
      </p>
      <h1>{found ? found.rule.name[language] : words("sense:rule.make")}</h1>
      {found && (
        <p className="facts">
          <span>{words(`sense:rule.origin.${found.origin}`)}</span>
          <strong>{words(found.isOn ? "sense:rule.on" : "sense:rule.off")}</strong>
          {found.changedAt && (
            <span>
              {words("sense:rule.changed", {
                version: found.version,
                role: roleWord(words, found.changedByRole ?? ""),
                at: formats.shortDateTime(new Date(found.changedAt)),
              })}
            </span>
          )}
        </p>
      )}
      <form className="card" onSubmit={submit}>
        <RuleForm draft={draft} list={list} isNew={!found} onChange={setDraft} />
        {may && (
          <div className="actions">
            <button type="submit" className="button button-main" disabled={write.isPending}>
              {words(found ? "sense:rule.save" : "sense:rule.saveNew")}
            </button>
            {found && (
              <button
                type="button"
                className="button"
                disabled={turn.isPending}
                onClick={() => turn.mutate({ id, isOn: !found.isOn, version: found.version })}
              >
                {words(found.isOn ? "sense:rule.switchOff" : "sense:rule.switchOn")}
              </button>
            )}
          </div>
        )}
        {write.isError && <Trouble error={write.error} />}
        {turn.isError && <Trouble error={turn.error} />}
        <p role="status">{write.isSuccess && words("sense:rule.saved", { version: write.data.version })}</p>
      </form>
      {may && <TrialPane hazard={draft.hazard} rule={toRule(draft)} />}
    </>
  )
}
