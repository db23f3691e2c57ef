import { loadConfig } from "@holdfast/server"
import { chooseLanguage, type Language } from "@holdfast/words"

/**
 * The language of the command line: what `HOLDFAST_LANGUAGE` says in the environment or in `holdfast.yaml`, and otherwise the
 * language of the terminal (`LC_ALL`, `LANG`).
 */
export function terminalLanguage(environment: NodeJS.ProcessEnv): Language {
  const wanted = settled(environment) || environment["LC_ALL"] || environment["LANG"] || ""
  return chooseLanguage(wanted.replace(/[_.].*$/, ""), "en")
}

function settled(environment: NodeJS.ProcessEnv): string | undefined {
  try {
    const setting = loadConfig(environment).effective.find(({ name }) => name === "HOLDFAST_LANGUAGE")
    return setting?.from === "default" ? undefined : setting?.value
  } catch {
    // What is wrong with the settings is said by the command that needs them, in the language that is known without them.
    return environment["HOLDFAST_LANGUAGE"]
  }
}
