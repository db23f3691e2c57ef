import { importCommand } from "../modules/places/index.ts"
import { backupCommand, databaseFactsCommand } from "../operations/index.ts"
import type { Command } from "./command.ts"
import { initCommand } from "./init.ts"
import { verifyLogCommand } from "./verify-log.ts"

export type { Command, Report } from "./command.ts"
export { publishCommand } from "./publish.ts"
export { reloadSourcesCommand } from "./reload-sources.ts"
export const commands: readonly Command[] = [initCommand, importCommand, verifyLogCommand, backupCommand, databaseFactsCommand]
