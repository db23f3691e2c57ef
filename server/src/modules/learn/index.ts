export { learnPrivacy } from "./privacy.ts"
export { type LearnModule, startLearn } from "./start.ts"
export const learnMigrations = { module: "learn", folder: new URL("./migrations/", import.meta.url) }
