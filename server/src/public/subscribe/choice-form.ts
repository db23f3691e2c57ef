import { readFileSync } from "node:fs"
import { type Level, levels } from "@holdfast/contracts"
import { languageNames, languages } from "@holdfast/words"
import { z } from "zod"
import { type Subscription, subscribeErrors } from "../../modules/warn/index.ts"
import { Html, html } from "../../platform/html/index.ts"
import type { Making, Subscribing } from "../page-context.ts"

const style = new Html(readFileSync(new URL("./choice-form.css", import.meta.url), "utf8"))
const some = z
  .union([z.string(), z.array(z.string())])
  .optional()
  .transform((given) => (given === undefined ? [] : [given].flat()))
const Time = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .or(z.literal(""))
  .optional()
const Form = z.object({
  hazards: some,
  level: z.enum(levels),
  quiet: z.literal("on").optional(),
  from: Time,
  until: Time,
  language: z.enum(languages),
})

type Choice = Pick<Subscription, "hazards" | "minLevel" | "quiet" | "language">

/** What a browser sent of `choiceForm`. Throws `SUBSCRIBE_FORM_DAMAGED`. */
export function readChoice(body: unknown, { hazards: known }: Pick<Subscribing, "hazards">): Choice {
  const form = Form.safeParse(body)
  if (!form.success) throw subscribeErrors.FORM_DAMAGED({}, { cause: form.error })
  const { hazards, level, quiet, from, until, language } = form.data
  // All of them is every one, also those that come later; none of them is a wish that nobody has.
  const isAll = hazards.length === 0 || known.every(({ id }) => hazards.includes(id))
  return {
    hazards: isAll ? null : hazards,
    minLevel: level,
    quiet: quiet && from && until && from !== until ? { fromMin: minuteOf(from), untilMin: minuteOf(until) } : null,
    language,
  }
}

/** Hazards, level, quiet hours, language. */
export function choiceForm(subscription: Subscription, action: string, { hazards }: Subscribing, { words, view }: Making): Html {
  const { quiet } = subscription
  const checked = (yes: boolean) => yes && html` checked`
  const selected = (yes: boolean) => yes && html` selected`
  return html`<style>${style}</style><form method="post" action="${action}">
<fieldset><legend>${words("subscribe:choice.hazards")}</legend>${hazards.map(
    ({ id, name }) =>
      html`<label class="tick"><input type="checkbox" name="hazards" value="${id}"${checked(subscription.hazards?.includes(id) ?? true)}>${name[view.language]}</label>`,
  )}</fieldset>
<label for="level">${words("subscribe:choice.level")}</label>
<select id="level" name="level">${levels.map((level) => html`<option value="${level}"${selected(level === subscription.minLevel)}>${fromLevel(level, words)}</option>`)}</select>
<fieldset><legend>${words("subscribe:choice.quiet")}</legend>
<label class="tick"><input type="checkbox" name="quiet" value="on"${checked(quiet !== null)}>${words("subscribe:choice.quietOn")}</label>
<p class="quiet">${words("subscribe:choice.breaks")}</p>
<label for="from">${words("subscribe:choice.from")}</label><input id="from" name="from" type="time" value="${timeOf(quiet?.fromMin ?? 22 * 60)}">
<label for="until">${words("subscribe:choice.until")}</label><input id="until" name="until" type="time" value="${timeOf(quiet?.untilMin ?? 7 * 60)}"></fieldset>
<label for="language">${words("subscribe:choice.language")}</label>
<select id="language" name="language">${languages.map((language) => html`<option value="${language}" lang="${language}"${selected(language === subscription.language)}>${languageNames[language]}</option>`)}</select>
<button class="button button-main">${words("subscribe:choice.save")}</button></form>`
}

export function fromLevel(level: Level, words: Making["words"]): string {
  const name = words(`warn:levels.${level}`)
  return level === levels.at(-1)
    ? words("subscribe:choice.only", { level: name })
    : words("subscribe:choice.atLeast", { level: name })
}

export function timeOf(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`
}

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number)
  return hour * 60 + minute
}
