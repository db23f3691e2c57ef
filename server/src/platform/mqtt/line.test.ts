import { Random } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { Line } from "./line.ts"

/** Messages that a connection still has. */
class Sender {
  readonly #line: Line
  readonly #inside: Sender[]
  left: number
  own = 0
  turns = 0

  constructor(line: Line, inside: Sender[], messages: number) {
    this.#line = line
    this.#inside = inside
    this.left = messages
  }

  turn(messages = Number.POSITIVE_INFINITY): void {
    if (messages !== Number.POSITIVE_INFINITY) this.turns += 1
    for (let taken = 0; this.left > 0; taken += 1) {
      const goes = messages === Number.POSITIVE_INFINITY ? this.#line.mayEnter(this.own) : taken < messages
      if (!goes) return this.#line.stand(this)
      this.left -= 1
      this.own += 1
      this.#line.entered()
      this.#inside.push(this)
    }
  }
}

test("everybody gets a turn before anybody gets a second one, who has nothing inside passes by, and all get in", async () => {
  const random = new Random(11)
  const line = new Line()
  const inside: Sender[] = []
  const senders = Array.from({ length: 50 }, () => new Sender(line, inside, 500 + random.int(1_500)))
  for (const sender of senders) sender.turn()
  expect(line.inside).toBeLessThanOrEqual(16_000 + senders.length)
  expect(line.standing).toBeGreaterThan(0)
  const settle = async () => {
    for (const sender of inside.splice(0, 1 + random.int(4_000))) {
      sender.own -= 1
      line.left()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  while (line.inside > 0) {
    await settle()
    const standing = senders.filter(({ left }) => left > 0)
    const turns = standing.map((sender) => sender.turns)
    expect(line.standing).toBe(standing.length)
    if (line.standing === 0) continue
    expect(Math.max(...turns) - Math.min(...turns)).toBeLessThanOrEqual(1)
    const polite = new Sender(line, inside, 1)
    polite.turn()
    expect(polite.left).toBe(0)
  }
  expect(senders.every(({ left }) => left === 0)).toBe(true)
  expect(line).toMatchObject({ inside: 0, standing: 0, bytes: 0 })
})

test("where keeping is slow fewer are let in, so that they do not wait longer", async () => {
  let nowMs = 0
  const line = new Line(() => nowMs)
  const inside: Sender[] = []
  const sender = new Sender(line, inside, 1_000_000)
  sender.turn()
  expect(line.inside).toBe(16_000)
  // Ten thousand a second: a quarter of a second of it are 2,500.
  for (let commits = 0; commits < 20; commits += 1) {
    nowMs += 200
    for (const one of inside.splice(0, 2_000)) {
      one.own -= 1
      line.left()
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(line.inside).toBeGreaterThanOrEqual(2_500)
  expect(line.inside).toBeLessThan(2_600)
})

test("what waits is bounded in bytes", () => {
  const line = new Line()
  expect(line.hold(192 * 1024 * 1024)).toBe(true)
  expect(line.hold(1)).toBe(false)
  expect(line.hold(-2)).toBe(true)
  expect(line.hold(1)).toBe(true)
})
