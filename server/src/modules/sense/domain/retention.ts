/** How long measurements live when their property says nothing: a year to compare with, and five weeks to look back on it. */
export const OBSERVATION_DAYS = 400
/** What they came to by hour lives ten years, by day for ever; by minute as long as measurements usually do. */
export const ROLLUP_DAYS = { rollup_minute: OBSERVATION_DAYS, rollup_hour: 3_660 } as const
