export { pushRoutes, sourceRoutes } from "./http/source-routes.ts"
export { readMappings } from "./read-mapping.ts"
export { SourceBook } from "./source-book.ts"
export { sourceFigures } from "./source-figures.ts"
