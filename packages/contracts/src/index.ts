export * from "./journal.ts"
export * from "./log-event.ts"
export * from "./problem.ts"
