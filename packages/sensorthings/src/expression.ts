/** An expression of `$filter` or `$orderby` (OGC 18-088, 9.3.3.5; OData 4.0 part 2, 5.1.1). */
export type Expression = Literal | Path | Unary | Binary | Call | In | Any

export type Literal =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly value: string }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "null" }
  /** An instant, ISO 8601 with its zone. */
  | { readonly kind: "time"; readonly atMs: number }
  | { readonly kind: "interval"; readonly fromMs: number; readonly untilMs: number }
  | { readonly kind: "date"; readonly value: string }
  | { readonly kind: "timeOfDay"; readonly value: string }
  /** ISO 8601, such as `PT1H30M`. */
  | { readonly kind: "duration"; readonly value: string }
  /** Well-known text, WGS 84, longitude first. */
  | { readonly kind: "geometry"; readonly wkt: string }

/** `Datastream/Thing/properties/depth/0`: navigation first, then a property, then the way inside its JSON. */
export interface Path {
  readonly kind: "path"
  readonly segments: readonly string[]
}

export interface Unary {
  readonly kind: "not" | "minus"
  readonly operand: Expression
}

export const comparisons = ["eq", "ne", "gt", "ge", "lt", "le"] as const
export const arithmetics = ["add", "sub", "mul", "div", "mod"] as const
export type Comparison = (typeof comparisons)[number]
export type Arithmetic = (typeof arithmetics)[number]

export interface Binary {
  readonly kind: "binary"
  readonly operator: "and" | "or" | Comparison | Arithmetic
  readonly left: Expression
  readonly right: Expression
}

export interface Call {
  readonly kind: "call"
  readonly name: FunctionName
  readonly arguments: readonly Expression[]
}

export interface In {
  readonly kind: "in"
  readonly operand: Expression
  readonly options: readonly Expression[]
}

/** `Datastreams/any(d: d/name eq 'x')`: at least one of them. */
export interface Any {
  readonly kind: "any"
  readonly path: Path
  readonly variable: string
  readonly condition: Expression
}

/** Each built-in function with the numbers of arguments that it takes (OGC 18-088, table 23). */
export const functions = {
  substringof: [2, 2],
  endswith: [2, 2],
  startswith: [2, 2],
  contains: [2, 2],
  length: [1, 1],
  indexof: [2, 2],
  substring: [2, 3],
  tolower: [1, 1],
  toupper: [1, 1],
  trim: [1, 1],
  concat: [2, 2],
  year: [1, 1],
  month: [1, 1],
  day: [1, 1],
  hour: [1, 1],
  minute: [1, 1],
  second: [1, 1],
  fractionalseconds: [1, 1],
  date: [1, 1],
  time: [1, 1],
  totaloffsetminutes: [1, 1],
  now: [0, 0],
  mindatetime: [0, 0],
  maxdatetime: [0, 0],
  round: [1, 1],
  floor: [1, 1],
  ceiling: [1, 1],
  "geo.distance": [2, 2],
  "geo.length": [1, 1],
  "geo.intersects": [2, 2],
  st_equals: [2, 2],
  st_disjoint: [2, 2],
  st_touches: [2, 2],
  st_within: [2, 2],
  st_overlaps: [2, 2],
  st_crosses: [2, 2],
  st_intersects: [2, 2],
  st_contains: [2, 2],
  st_relate: [3, 3],
  before: [2, 2],
  after: [2, 2],
  meets: [2, 2],
  during: [2, 2],
  overlaps: [2, 2],
  starts: [2, 2],
  finishes: [2, 2],
} as const satisfies Record<string, readonly [number, number]>
export type FunctionName = keyof typeof functions

export function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name)
}
