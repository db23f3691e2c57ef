import { prepareTemplate } from "./engines.ts"

/** Runs once before all database suites. */
export default prepareTemplate
