export { type DayHours, dayConcentrations, dayMean, ozoneDayMaximum8h } from "./day-means.ts"
export { type DayGrade, gradeCityDay, gradeDay } from "./grade-day.ts"
export { gradeHour } from "./grade-hour.ts"
export {
  type AirCriterion,
  type AirForecastGrade,
  type AirPlan,
  type AirWarningLevel,
  gradeForecast,
  planOn,
} from "./heavy-pollution.ts"
export { individualIndex } from "./individual-index.ts"
export { type AirGrade, type AirLevel, levelOf } from "./level.ts"
export { type ParsedPlans, parseAirPlans } from "./parse-plans.ts"
export {
  type DailyPollutant,
  dailyPollutants,
  type HourlyPollutant,
  hourlyPollutants,
  type Standard,
  standardOn,
  standards,
} from "./standard.ts"
