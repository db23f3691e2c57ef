export { commands } from "./commands/index.ts"
export { hearCity } from "./drill/hear-city.ts"
export type { FromDrill, ToDrill } from "./drill/launch.ts"
export { type RunningDrill, serveDrill } from "./drill/serve-drill.ts"
export { readMappings } from "./modules/sense/index.ts"
export { openCity } from "./open-city.ts"
export {
  type BackupResult,
  backUpAlone,
  checkBackup,
  checkUpgrade,
  type DatabaseFacts,
  examine,
  type Finding,
  operationErrors,
  type RestoreResult,
  readFactsAlone,
  restoreAlone,
  type UpgradeCheck,
} from "./operations/index.ts"
export { openAppLog } from "./platform/app-log.ts"
export { type Config, loadConfig, type Settings } from "./platform/config/index.ts"
export { type CommandLine, FolderLock, sendCommand } from "./platform/lock/index.ts"
export { checkPacks, loadPacks, problemWords } from "./platform/packs/index.ts"
export { AUTHORITY_PATH, makeCertificates } from "./platform/tls/index.ts"
export { chartLines, type ReplayReport, replay, replayPage, requireWritable, writeReport } from "./replay/index.ts"
