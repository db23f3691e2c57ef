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

/** Asks the server and parses what comes back. A file travels as it is, under its own type. Throws `RefusedError` with words for the reader, or what `fetch` throws. */
export async function ask<T extends z.ZodType>(
  answer: T,
  path: string,
  options: { method?: string; body?: unknown; file?: Blob } = {},
): Promise<z.infer<T>> {
  const response = await fetch(path, {
    method: options.method ?? "GET",
    headers: {
      "accept-language": document.documentElement.lang,
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...(options.file && { "content-type": options.file.type }),
    },
    ...(options.file && { body: options.file }),
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  })
  const body: unknown = await response.json().catch(() => undefined)
  if (!response.ok) throw new RefusedError(readProblem(body, response))
  return answer.parse(body)
}

/** Whether the server has no such thing, or not yet the part that would answer. */
export function isMissing(error: unknown): boolean {
  return error instanceof RefusedError && error.problem.status === 404
}

/** Whether the server has something else by now than what this change began from. */
export function isConflict(error: unknown): error is RefusedError {
  return error instanceof RefusedError && error.problem.status === 409
}

/** What stands between us and the server may answer in words of its own; then status and its own line are all there is. */
function readProblem(body: unknown, response: Response): Problem {
  const problem = Problem.safeParse(body)
  if (problem.success) return problem.data
  const title = `${response.status} ${response.statusText}`.trim()
  return { type: "about:blank", title, status: response.status, code: `HTTP_${response.status}`, detail: title }
}
