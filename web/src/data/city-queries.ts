import {
  type InvalidateOptions,
  type InvalidateQueryFilters,
  type Query,
  QueryClient,
  type QueryKey,
} from "@tanstack/react-query"

/**
 * News counts also for what is being loaded for the first time: once that answer is there, it is asked again. The library takes an
 * answer to a question from before the news for fresh, because it asks at once only where there was an answer already. The first
 * answer is not given up for it: where news never rests, nothing would ever be shown.
 */
export class CityQueries extends QueryClient {
  readonly #again = new WeakSet<Query>()

  override invalidateQueries<K extends QueryKey = QueryKey>(
    filters?: InvalidateQueryFilters<K>,
    options?: InvalidateOptions,
  ): Promise<void> {
    const all: readonly Query[] = this.getQueryCache().findAll(filters as InvalidateQueryFilters | undefined)
    for (const query of all) {
      const isFirst = query.state.data === undefined && query.state.fetchStatus !== "idle"
      if (!isFirst || this.#again.has(query)) continue
      this.#again.add(query)
      const ask = () => {
        this.#again.delete(query)
        void super.invalidateQueries({ queryKey: query.queryKey, exact: true })
      }
      query.promise?.then(ask, ask)
    }
    return super.invalidateQueries(filters, options)
  }
}
