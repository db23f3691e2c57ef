export type { ReplayOptions } from "./options.ts"
export { type ReplayRun, replay } from "./replay.ts"
export type { AirReport, RainReport, ReplayReport } from "./report.ts"
