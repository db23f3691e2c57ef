import {
  type Channel,
  type ChannelField,
  type ChannelKindForm,
  type CreateChannel,
  type Level,
  levels,
} from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { type FormEvent, type ReactNode, useId, useState } from "react"
import { useChannelStep } from "../../data/channels.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"

interface ChannelFormProps {
  readonly form: ChannelKindForm
  /** The one that is changed; absent for a new one. */
  readonly channel?: Channel
  readonly done: () => void
}

type Typed = Omit<CreateChannel, "kind" | "settings" | "secrets" | "testAddresses">

/** How a channel of a kind is configured: what all have, and what its kind asks for. Secrets are typed, never read. */
export function ChannelForm({ form, channel, done }: ChannelFormProps) {
  const { words, language } = useSpeech()
  const step = useChannelStep()
  const id = useId()
  const [typed, setTyped] = useState<Typed>(() => ({
    name: channel?.name ?? { "zh-CN": "", en: "" },
    enabled: channel?.enabled ?? true,
    areas: channel?.areas ?? [],
    levels: channel?.levels ?? [],
    language: channel?.language ?? language,
    ratePerS: channel?.ratePerS ?? null,
  }))
  const [areas, setAreas] = useState(typed.areas.join("\n"))
  const [values, setValues] = useState<Record<string, string>>(() => valuesOf(form, channel))
  const [testAddresses, setTestAddresses] = useState("")
  const set = (change: Partial<Typed>) => setTyped({ ...typed, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const addresses = linesOf(testAddresses)
    const given = {
      ...{ ...typed, areas: linesOf(areas) },
      settings: settingsOf(form, values),
      secrets: secretsOf(form, values),
      ...(addresses.length > 0 && { testAddresses: addresses }),
    }
    step.mutate(
      channel ? { verb: "change", id: channel.id, changes: given } : { verb: "create", channel: { kind: form.kind, ...given } },
      { onSuccess: done },
    )
  }
  const kind = words(`channels:kind.${form.kind}`)
  return (
    <form className="card channel-form" onSubmit={submit} autoComplete="off">
      <h2>{channel ? words("channels:form.of", { name: channel.name[language] }) : `${words("channels:form.new")} · ${kind}`}</h2>
      {languages.map((one) => (
        <Field key={one} id={`${id}-${one}`} label={words(one === "en" ? "channels:form.nameEn" : "channels:form.nameZh")}>
          <input
            id={`${id}-${one}`}
            className="field-input"
            required
            maxLength={80}
            value={typed.name[one]}
            onChange={({ target }) => set({ name: { ...typed.name, [one]: target.value } })}
          />
        </Field>
      ))}
      {form.fields.map((field) => (
        <SettingField
          key={field.name}
          {...{ id: `${id}-${field.name}`, field, value: values[field.name] ?? "" }}
          isSet={channel?.secretsSet.includes(field.name) ?? false}
          isNew={channel === undefined}
          change={(value) => setValues({ ...values, [field.name]: value })}
        />
      ))}
      {form.needsTestAddresses && (
        <Field
          id={`${id}-test`}
          label={words("channels:form.testAddresses")}
          hint={words("channels:form.testAddressesHint", { count: channel?.testAddressCount ?? 0 })}
        >
          <textarea
            id={`${id}-test`}
            className="field-input"
            rows={3}
            value={testAddresses}
            onChange={({ target }) => setTestAddresses(target.value)}
          />
        </Field>
      )}
      <fieldset className="channel-levels">
        <legend className="field-label">{words("channels:form.levels")}</legend>
        {levels.map((level) => (
          <label key={level} className="check">
            <input
              type="checkbox"
              checked={typed.levels.includes(level)}
              onChange={() => set({ levels: toggled(typed.levels, level) })}
            />
            {words(`console:levels.${level}`)}
          </label>
        ))}
        <p className="field-hint">{words("channels:form.levelsHint")}</p>
      </fieldset>
      <Field id={`${id}-areas`} label={words("channels:form.areas")} hint={words("channels:form.areasHint")}>
        <textarea
          id={`${id}-areas`}
          className="field-input"
          rows={3}
          value={areas}
          onChange={({ target }) => setAreas(target.value)}
        />
      </Field>
      <Field id={`${id}-language`} label={words("channels:form.language")} hint={words("channels:form.languageHint")}>
        <select
          id={`${id}-language`}
          className="field-input"
          value={typed.language}
          onChange={({ target }) => set({ language: languages.find((one) => one === target.value) ?? "zh-CN" })}
        >
          {languages.map((one) => (
            <option key={one} value={one} lang={one}>
              {languageNames[one]}
            </option>
          ))}
        </select>
      </Field>
      {form.kind !== "hand" && (
        <Field id={`${id}-rate`} label={words("channels:form.rate")} hint={words("channels:form.rateHint")}>
          <input
            id={`${id}-rate`}
            className="field-input channel-number"
            type="number"
            min={0.01}
            step="any"
            value={typed.ratePerS ?? ""}
            onChange={({ target }) => set({ ratePerS: target.value === "" ? null : Number(target.value) })}
          />
        </Field>
      )}
      <label className="check">
        <input type="checkbox" checked={typed.enabled} onChange={() => set({ enabled: !typed.enabled })} />
        {words("channels:form.enabled")}
      </label>
      {step.error && <Trouble error={step.error} />}
      <p className="actions">
        <button type="submit" className="button button-main" disabled={step.isPending}>
          {words("channels:save")}
        </button>
        <button type="button" className="button" onClick={done}>
          {words("channels:cancel")}
        </button>
      </p>
    </form>
  )
}

interface FieldProps {
  readonly id: string
  readonly label: string
  readonly hint?: string
  readonly children: ReactNode
}

function Field({ id, label, hint, children }: FieldProps) {
  return (
    <div>
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children}
      {hint && <p className="field-hint">{hint}</p>}
    </div>
  )
}

interface SettingFieldProps {
  readonly id: string
  readonly field: ChannelField
  readonly value: string
  readonly isSet: boolean
  readonly isNew: boolean
  readonly change: (value: string) => void
}

function SettingField({ id, field, value, isSet, isNew, change }: SettingFieldProps) {
  const { words } = useSpeech()
  const { name, type, secret, required, choices } = field
  const optional = required ? "" : ` (${words("channels:form.optional")})`
  const label = `${words(`channels:setting.${name}`)}${type === "flag" ? "" : optional}`
  if (type === "flag")
    return (
      <label className="check">
        <input type="checkbox" checked={value === "true"} onChange={({ target }) => change(String(target.checked))} />
        {label}
      </label>
    )
  const given = { id, className: "field-input", value, required: required && (!secret || isNew) }
  const typing = ({ target }: { target: { value: string } }) => change(target.value)
  const hint = secret ? words(isSet ? "channels:form.secretSet" : "channels:form.secretOpen") : undefined
  return (
    <Field id={id} label={label} {...(hint !== undefined && { hint })}>
      {choices.length > 0 ? (
        <select {...given} onChange={typing}>
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </select>
      ) : value.includes("\n") || value.startsWith("{") ? (
        <textarea {...given} rows={4} spellCheck={false} onChange={typing} />
      ) : (
        <input
          {...given}
          type={secret ? "password" : type === "number" ? "number" : "text"}
          autoComplete={secret ? "new-password" : "off"}
          spellCheck={false}
          onChange={typing}
        />
      )}
    </Field>
  )
}

function valuesOf({ fields }: ChannelKindForm, channel: Channel | undefined): Record<string, string> {
  const known = (field: ChannelField) => channel?.settings[field.name] ?? field.default
  return Object.fromEntries(fields.filter(({ secret }) => !secret).map((field) => [field.name, textOf(known(field))]))
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : ""
}

/** What was left empty is left to the kind. */
function settingsOf({ fields }: ChannelKindForm, values: Readonly<Record<string, string>>): Record<string, unknown> {
  const typed = (field: ChannelField, value: string) =>
    field.type === "flag" ? value === "true" : field.type === "number" ? Number(value) : value
  return Object.fromEntries(
    fields
      .filter(({ secret, name }) => !secret && (values[name] ?? "") !== "")
      .map((field) => [field.name, typed(field, values[field.name]!)]),
  )
}

function secretsOf({ fields }: ChannelKindForm, values: Readonly<Record<string, string>>): Record<string, string> {
  const typed = fields.filter(({ secret, name }) => secret && (values[name] ?? "") !== "")
  return Object.fromEntries(typed.map(({ name }) => [name, values[name]!]))
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter(Boolean)
}

function toggled(chosen: readonly Level[], level: Level): Level[] {
  return chosen.includes(level) ? chosen.filter((one) => one !== level) : [...chosen, level]
}
