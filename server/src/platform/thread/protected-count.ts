const FEWEST_SHOWN = 5

/**
 * How many sealed records there are, in words that single nobody out: "0", "fewer than 5", or the number rounded to 5.
 * The exact number never leaves the server: two readings a minute apart would show when one person reported.
 */
export function protectedCount(exact: number): string {
  if (exact === 0) return "0"
  if (exact < FEWEST_SHOWN) return "fewer than 5"
  return String(Math.round(exact / FEWEST_SHOWN) * FEWEST_SHOWN)
}
