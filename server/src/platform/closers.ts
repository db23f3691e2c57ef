/** What must be undone at the end, in the reverse order of its beginning, also when a start fails half way. */
export class Closers {
  readonly #closers: (() => unknown)[] = []

  add(close: () => unknown): void {
    this.#closers.push(close)
  }

  /** Runs each once. One that fails does not keep the others from running; the first failure is thrown at the end. */
  async close(): Promise<void> {
    const failures: unknown[] = []
    while (this.#closers.length > 0) {
      try {
        await this.#closers.pop()!()
      } catch (error) {
        failures.push(error)
      }
    }
    if (failures.length > 0) throw failures[0]
  }
}
