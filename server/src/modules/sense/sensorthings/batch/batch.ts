/** One request inside a batch. */
export interface BatchRequest {
  /** Content-ID, or the id of a JSON batch: the answer carries it, and later requests of the change refer to it. */
  readonly name?: string | undefined
  readonly method: string
  /** As it was written: absolute, from the root, relative to the service, or `$name/…`. */
  readonly url: string
  readonly contentType: string
  readonly body: unknown
}

/** What stands in a batch: one request, or several that hold together or not at all. */
export type BatchItem =
  | { readonly kind: "one"; readonly request: BatchRequest }
  | { readonly kind: "change-set"; readonly requests: readonly BatchRequest[] }

export interface BatchAnswer {
  readonly name?: string | undefined
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

export type AnsweredItem =
  | { readonly kind: "one"; readonly answer: BatchAnswer }
  | { readonly kind: "change-set"; readonly answers: readonly BatchAnswer[] }

/** Requests in one batch: a change set is one transaction, and others wait for it. */
export const BATCH_REQUESTS_MAX = 500
