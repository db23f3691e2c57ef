type Point = readonly [number, number]

/** Cuts the corners of a line (Chaikin, 1974): each round doubles the points and brings the line nearer to a curve. Ends stay. */
export function smoothLine(line: readonly Point[], rounds: number): Point[] {
  let points = [...line]
  for (let round = 0; round < rounds && points.length > 2; round += 1) {
    const next: Point[] = [points[0]!]
    for (let i = 1; i < points.length; i += 1) {
      const [a, b] = [points[i - 1]!, points[i]!]
      if (i > 1) next.push(between(a, b, 0.25))
      if (i < points.length - 1) next.push(between(a, b, 0.75))
    }
    points = [...next, points.at(-1)!]
  }
  return points
}

/** As `smoothLine` for a closed ring. */
export function smoothRing(ring: readonly Point[], rounds: number): Point[] {
  let points = ring.slice(0, -1)
  for (let round = 0; round < rounds; round += 1)
    points = points.flatMap((a, i) => {
      const b = points[(i + 1) % points.length]!
      return [between(a, b, 0.25), between(a, b, 0.75)]
    })
  return [...points, points[0]!]
}

function between(a: Point, b: Point, t: number): Point {
  return [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t]
}
