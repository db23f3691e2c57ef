export { fittingStep } from "./domain/fitting-step.ts"
export { RollUps } from "./roll-up.ts"
export { listRolled, type Rolled } from "./store/curve-store.ts"
export { listHours, readRawFrom, readSafeUntil, readState, setRawFrom } from "./store/state-store.ts"
