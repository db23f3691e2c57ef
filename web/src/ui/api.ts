import { Problem } from "@holdfast/contracts"
import type { z } from "zod"

/** A refusal by the server, in the reader's words. */
export class RefusedError extends Error {
  override readonly name = "RefusedError"
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.problem = problem
  }
}

/** Asks the server and parses what comes back. Throws `RefusedError` with words for the reader, or what `fetch` throws. */
export async function ask<T extends z.ZodType>(
  answer: T,
  path: string,
  options: { method?: string; body?: unknown } = {},
): Promise<z.infer<T>> {
  const response = await fetch(path, {
    method: options.method ?? "GET",
    headers: {
      "accept-language": document.documentElement.lang,
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const body: unknown = await response.json()
  if (!response.ok) throw new RefusedError(Problem.parse(body))
  return answer.parse(body)
}
