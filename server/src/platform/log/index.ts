export { CityLog, LOG_SUBJECT, toEvent } from "./city-log.ts"
export type { Actor, Cause, LogHeader, NewEntry } from "./entry.ts"
export { beganWith } from "./first-entry.ts"
export { logPrivacy } from "./privacy.ts"
export { type RetentionClass, retentionDays } from "./retention.ts"
export { RootKeeper, readRoots } from "./roots.ts"
export { insertEntries } from "./store.ts"
export { type Fault, type Verification, verifyLog } from "./verify.ts"
export const logMigrations = { module: "log", folder: new URL("./migrations/", import.meta.url) }
