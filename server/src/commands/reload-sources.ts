import type { Command } from "./command.ts"

/** Has the mapping files of a running city read now. Only where the server runs: without one they are read at its start. */
export function reloadSourcesCommand(sources: { reload(): Promise<void> }): Command {
  return {
    name: "reload-sources",
    run: async () => {
      await sources.reload()
      return {}
    },
  }
}
