export { readEntityId } from "./entity-id.ts"
export * from "./expression.ts"
export {
  type EntityModel,
  type EntitySet,
  entitySets,
  isEntitySet,
  model,
  namesOf,
  type PropertyModel,
  type PropertyType,
  type RelationModel,
} from "./model.ts"
export { parseFilter, periodMs } from "./parse-expression.ts"
export { parsePath, type ResourcePath, type Step, target } from "./parse-path.ts"
export { EXPANDS_MAX, parseQuery, writtenExpand } from "./parse-query.ts"
export { type Expand, emptyQuery, type OrderBy, type Query, type ResultFormat, resultFormats } from "./query.ts"
export { Refused } from "./refused.ts"
export { type Broken, brokenValues, type PlainRule, type Rule, rules } from "./rules.ts"
export { DEPTH_MAX, OPERATIONS_MAX } from "./token-reader.ts"
export { QUERY_MAX_LENGTH } from "./tokens.ts"
