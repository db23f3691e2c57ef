import type { Problem } from "@holdfast/contracts"
import { AppError, type ErrorKind } from "@holdfast/kernel"
import { errorWords, type Language, wordsIn } from "@holdfast/words"
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import { hasZodFastifySchemaValidationErrors, type ZodFastifySchemaValidationError } from "fastify-type-provider-zod"
import { platformErrors } from "../errors.ts"
import { securityHeaders } from "./security-headers.ts"

const statusOfKind: Record<ErrorKind, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  mismatch: 422,
  limit: 429,
  unavailable: 503,
}
const SHOWN_VALUE_MAX = 80
const RETRY_AFTER_SECONDS = 2

/** One mapping from failures to answers (RFC 9457). What is not an `AppError` is our mistake: logged whole, shown as a number. */
export function answerProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (hasZodFastifySchemaValidationErrors(error))
      return send(reply, invalidRequest(error.validation, error.validationContext ?? "body", request))
    const failure = asAppError(error, app.initialConfig.bodyLimit ?? 0, request.language)
    if (failure) return send(reply, toProblem(failure, request.language))
    request.log.error({ err: error, route: request.routeOptions.url, request: request.id }, "request failed")
    return send(reply, internal(request))
  })
  app.setNotFoundHandler((request, reply) =>
    send(reply, toProblem(platformErrors.ROUTE_NOT_FOUND({ path: shown(request.url.split("?")[0]) }), request.language)),
  )
}

/** What the router itself refuses, before any hook: an address that cannot be decoded, or a part of it that is too long. */
export function answerUnroutable(language: Language) {
  return (_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    const path = shown(request.raw.url?.split("?")[0])
    // No hook has run for this one, and it is an answer like every other.
    void reply.headers(securityHeaders)
    void send(reply, toProblem(platformErrors.ROUTE_NOT_FOUND({ path }), language))
  }
}

export function toProblem(error: AppError, language: Language): Problem {
  const words = wordsIn(language)
  return {
    type: `urn:holdfast:problem:${error.code}`,
    title: words(`platform:titles.${error.kind}`),
    status: error.code === "PLATFORM_BODY_TOO_LARGE" ? 413 : statusOfKind[error.kind],
    code: error.code,
    detail: errorWords(language, error.code, error.values) ?? error.code,
    values: error.values,
  }
}

function send(reply: FastifyReply, problem: Problem) {
  if (problem.status === 503) void reply.header("retry-after", RETRY_AFTER_SECONDS)
  return reply.status(problem.status).type("application/problem+json").send(JSON.stringify(problem))
}

/** What Fastify says of a body before a schema sees it, as rules in the reader's words. */
const rulesOfBodies: Readonly<Record<string, "json" | "mediaType">> = {
  FST_ERR_CTP_INVALID_JSON_BODY: "json",
  FST_ERR_CTP_EMPTY_JSON_BODY: "json",
  FST_ERR_CTP_INVALID_MEDIA_TYPE: "mediaType",
}

/** Failures that Fastify itself found before a route was reached, as errors of our table. */
function asAppError(error: FastifyError | AppError, limitBytes: number, language: Language): AppError | undefined {
  if (error instanceof AppError) return error
  if (error.code === "FST_ERR_CTP_BODY_TOO_LARGE") return platformErrors.BODY_TOO_LARGE({ limitBytes })
  if (error.statusCode && error.statusCode >= 400 && error.statusCode < 500) {
    const known = rulesOfBodies[error.code]
    const rule = known === undefined ? error.message : wordsIn(language)(`platform:rules.${known}`)
    return platformErrors.REQUEST_INVALID({ field: "request", value: error.code ?? "", rule })
  }
  return undefined
}

function internal(request: FastifyRequest): Problem {
  const words = wordsIn(request.language)
  return {
    type: "urn:holdfast:problem:PLATFORM_INTERNAL",
    title: words("platform:titles.internal"),
    status: 500,
    code: "PLATFORM_INTERNAL",
    detail: words("platform:errors.PLATFORM_INTERNAL", { request: request.id }),
  }
}

function invalidRequest(issues: readonly ZodFastifySchemaValidationError[], context: string, request: FastifyRequest): Problem {
  const given = { body: request.body, params: request.params, querystring: request.query, headers: request.headers }[context]
  const fields = issues.map((issue) => ({
    field: `${context === "body" ? "" : context}${issue.instancePath}` || "/",
    value: shown(valueAt(given, issue.instancePath)),
    rule: ruleOf(issue, request.language),
  }))
  const error = platformErrors.REQUEST_INVALID({ field: fields[0]!.field, value: fields[0]!.value, rule: fields[0]!.rule })
  return { ...toProblem(error, request.language), fields }
}

/** The rule in the reader's words, from what the schema said. */
function ruleOf(issue: ZodFastifySchemaValidationError, language: Language): string {
  const words = wordsIn(language)
  const params = issue.params as Record<string, unknown>
  const text = params["origin"] === "string"
  switch (issue.keyword) {
    case "invalid_type":
      return issue.message?.includes("undefined")
        ? words("platform:rules.required")
        : words("platform:rules.type", { expected: String(params["expected"]) })
    case "too_small":
      return words(text ? "platform:rules.tooShort" : "platform:rules.tooSmall", { limit: String(params["minimum"]) })
    case "too_big":
      return words(text ? "platform:rules.tooLong" : "platform:rules.tooLarge", { limit: String(params["maximum"]) })
    case "invalid_format":
      return words("platform:rules.format", { format: String(params["format"]) })
    case "invalid_value":
      return words("platform:rules.oneOf", { values: (params["values"] as unknown[]).map(String).join(", ") })
    case "unrecognized_keys":
      return words("platform:rules.unknown")
    default:
      return words("platform:rules.other")
  }
}

function valueAt(value: unknown, pointer: string): unknown {
  return pointer
    .split("/")
    .filter(Boolean)
    .reduce<unknown>(
      (at, key) => (at !== null && typeof at === "object" ? (at as Record<string, unknown>)[key] : undefined),
      value,
    )
}

/** A value as a person can read it back: short, on one line. */
function shown(value: unknown): string {
  const text = typeof value === "string" ? value : value === undefined ? "" : JSON.stringify(value)
  // oxlint-disable-next-line no-control-regex -- control characters are what is taken out here
  const line = text.replaceAll(/[\u0000-\u001f\u007f]/g, " ")
  return line.length > SHOWN_VALUE_MAX ? `${line.slice(0, SHOWN_VALUE_MAX)}…` : line
}
