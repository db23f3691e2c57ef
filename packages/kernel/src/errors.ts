/** What a caller can do about a failure. HTTP maps it to a status, the command line to an exit code, a consumer to retry or park. */
export type ErrorKind =
  | "invalid"
  | "not_found"
  | "conflict"
  | "mismatch"
  | "forbidden"
  | "unauthenticated"
  | "limit"
  | "unavailable"

type Values<Names extends readonly string[]> = { readonly [K in Names[number]]: string | number }

/**
 * A failure that somebody can act on. It carries a stable code and values; the words are in the language files under
 * `errors.<code>`, so that each reader gets them in their own language.
 */
export class AppError extends Error {
  override readonly name = "AppError"
  readonly code: string
  readonly kind: ErrorKind
  readonly values: Readonly<Record<string, string | number>>
  constructor(code: string, kind: ErrorKind, values: Record<string, string | number>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.code = code
    this.kind = kind
    this.values = values
  }
}

interface ErrorRow {
  kind: ErrorKind
  values: readonly string[]
}

/** One table per module: name → kind and the values that its words need. Gives one factory per row; a missing value does not compile. */
export function defineErrors<const T extends Record<string, ErrorRow>>(prefix: string, table: T) {
  const factories = {} as { [K in keyof T]: (values: Values<T[K]["values"]>, options?: ErrorOptions) => AppError }
  for (const [name, { kind }] of Object.entries(table)) {
    factories[name as keyof T] = (values, options) => new AppError(`${prefix}_${name}`, kind, values, options)
  }
  return factories
}
