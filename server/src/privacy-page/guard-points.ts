/** The rules that a build must keep to be called Holdfast, in the order of the page. Their words stand under `identity:guard.<id>`. */
export const guardPointIds = [
  "sealed-path",
  "edges",
  "client-found",
  "client-address",
  "rate-limits",
  "reader-promises",
  "foreign-hosts",
  "positions",
  "personal-outside",
  "published-figures",
  "search-index",
  "retention",
  "finite-retention",
  "undeclared-columns",
  "log-header",
  "log-forgets",
  "drill-live",
  "forbidden-terms",
  "subjects",
] as const
export type GuardPointId = (typeof guardPointIds)[number]
