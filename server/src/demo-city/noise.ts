import type { Random } from "@holdfast/kernel"

/** Smooth value noise on the plane, −1 to 1, with hills about `sizeM` across. The same stream gives the same noise. */
export function noise(random: Random, sizeM: number): (x: number, y: number) => number {
  const salt = random.uint32()
  const corner = (i: number, j: number) => {
    let hash = Math.imul(i, 0x27d4eb2d) ^ Math.imul(j, 0x165667b1) ^ salt
    hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b)
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
    return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 31 - 1
  }
  const ease = (t: number) => t * t * t * (t * (t * 6 - 15) + 10)
  return (x, y) => {
    const [u, v] = [x / sizeM, y / sizeM]
    const [i, j] = [Math.floor(u), Math.floor(v)]
    const [s, t] = [ease(u - i), ease(v - j)]
    const south = corner(i, j) * (1 - s) + corner(i + 1, j) * s
    const north = corner(i, j + 1) * (1 - s) + corner(i + 1, j + 1) * s
    return south * (1 - t) + north * t
  }
}

/** Noise of several sizes added up, each half as large and half as strong. */
export function layeredNoise(random: Random, sizeM: number, layers: number): (x: number, y: number) => number {
  const parts = Array.from({ length: layers }, (_, i) => ({ at: noise(random, sizeM / 2 ** i), weight: 0.5 ** i }))
  const total = parts.reduce((sum, { weight }) => sum + weight, 0)
  return (x, y) => parts.reduce((sum, { at, weight }) => sum + at(x, y) * weight, 0) / total
}
