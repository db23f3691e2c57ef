export {
  beijingCriteria,
  nationalCriteria,
  type RainCriteria,
  type RainLevel,
  rainLevels,
  type SumHours,
  sumHours,
} from "./criteria.ts"
export { gradeRain } from "./grade-rain.ts"
export { type RainSum, type RainSums, RainWindow } from "./rain-window.ts"
