import { AppError } from "@holdfast/kernel"
import { examine, type Finding, loadConfig } from "@holdfast/server"
import { errorWords } from "@holdfast/words"
import { Command } from "commander"
import { readFacts } from "./read-facts.ts"
import { language, say } from "./say.ts"

const PROBLEM = 2
/** The shape says the level as well as the word does, for who sees no colours and for logs. */
const MARKS = { ok: "✓", warning: "▲", problem: "✕" } as const

export function doctorCommand(): Command {
  return new Command("doctor").description(say("cli:doctor.about")).option("--json", say("cli:json")).action(run)
}

async function run({ json }: { json?: boolean }): Promise<void> {
  const { settings } = loadConfig(process.env)
  const looked = await readFacts(settings, { readLog: true }).catch((error: Error) => error)
  const found = await examine({
    settings,
    running: !(looked instanceof Error) && looked.running,
    database: looked instanceof Error ? looked : looked.facts,
  })
  const problems = found.filter(({ level }) => level === "problem").length
  const warnings = found.filter(({ level }) => level === "warning").length
  if (json) {
    const findings = found.map((one) => ({ ...one, text: describe(one) }))
    process.stdout.write(`${JSON.stringify({ ok: problems === 0, problems, warnings, findings }, null, 2)}\n`)
  } else {
    for (const one of found)
      process.stdout.write(`${MARKS[one.level]} ${say(`cli:doctor.level.${one.level}`)}  ${describe(one)}\n`)
    process.stdout.write(`${say(problems === 0 ? "cli:doctor.healthy" : "cli:doctor.ill", { problems, warnings })}\n`)
  }
  if (problems > 0) process.exitCode = PROBLEM
}

function describe({ says, values, error }: Finding): string {
  if (!error) return say(`cli:doctor.says.${says}`, values)
  const reason = errorWords(language, error.code, error.values) ?? new AppError(error.code, "unavailable", error.values).message
  return say(`cli:doctor.says.${says}`, { ...values, reason })
}
