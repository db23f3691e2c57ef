/** Stops the unit of work when our own code broke a promise. Never use it for input from outside: that gets an `AppError`. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Assertion failed: ${message}`)
}

/** Marks a branch that the compiler has shown to be impossible. */
export function unreachable(value: never): never {
  throw new Error(`Assertion failed: unexpected value ${String(value)}`)
}
