import fc from "fast-check"

/** A schema of the OpenAPI document, as far as it is needed to make up values. */
export interface Schema {
  readonly type?: string
  readonly $ref?: string
  readonly format?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema | readonly Schema[]
}

const DEPTH_MAX = 6
const LIST_MAX = 4
/** One part in so many is garbage, so that some requests come through every check but one. */
const GARBAGE_IN = 12

const garbage = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    "\u0000",
    "'; drop table log.header; --",
    "../../etc/passwd",
    "9".repeat(400),
    -0,
    1e308,
    -1,
    2 ** 53,
    "",
    [],
    {},
    null,
  ),
)

/** Values that mostly fit a schema, with garbage in places. */
export function valuesOf(
  schema: Schema | undefined,
  find: (ref: string) => Schema | undefined,
  depth = 0,
): fc.Arbitrary<unknown> {
  if (!schema || depth > DEPTH_MAX) return garbage
  return fc.oneof({ weight: GARBAGE_IN - 1, arbitrary: fitting(schema, find, depth) }, { weight: 1, arbitrary: garbage })
}

function fitting(schema: Schema, find: (ref: string) => Schema | undefined, depth: number): fc.Arbitrary<unknown> {
  const inside = (one: Schema | undefined) => valuesOf(one, find, depth + 1)
  if (schema.$ref) return inside(find(schema.$ref))
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return fc.oneof(...choices.map(inside))
  switch (schema.type) {
    case "object":
      return fc.record(Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, one]) => [name, inside(one)])))
    case "array": {
      const { items } = schema
      if (Array.isArray(items)) return fc.tuple(...(items as Schema[]).map(inside))
      return fc.array(inside(items as Schema | undefined), { maxLength: LIST_MAX })
    }
    case "integer":
      return fc.integer({ min: -5, max: 1_000 })
    case "number":
      return fc.double({ min: -200, max: 200, noNaN: true })
    case "boolean":
      return fc.boolean()
    case "null":
      return fc.constant(null)
    case "string":
      return text(schema.format)
    case undefined:
    default:
      return garbage
  }
}

function text(format: string | undefined): fc.Arbitrary<string> {
  if (format === "uuid") return fc.uuid({ version: 7 })
  if (format === "date-time") {
    const date = fc.date({ min: new Date("2026-07-29T00:00:00Z"), max: new Date("2026-08-02T00:00:00Z"), noInvalidDate: true })
    return date.map((at) => at.toISOString())
  }
  return fc.oneof(
    fc.string({ maxLength: 60 }),
    fc.constantFrom("linjiang", "linjiang/xihe"),
    fc.constantFrom("school", "shelter", "rainstorm", "rain-beijing-1h", "2026-07-30T19:00:00.000Z"),
  )
}
