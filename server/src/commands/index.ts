import type { Command } from "./command.ts"
import { verifyLogCommand } from "./verify-log.ts"

export type { Command, Report } from "./command.ts"
export const commands: readonly Command[] = [verifyLogCommand]
