export { rosterPrivacy } from "./privacy.ts"
export { type Roster, startRoster } from "./start-roster.ts"
