import {
  type Any,
  type Binary,
  type Call,
  type EntitySet,
  type Expression,
  model,
  namesOf,
  type Path,
  Refused,
} from "@holdfast/sensorthings"
import { type RawBuilder, sql } from "kysely"
import { compare } from "./compare.ts"
import { callFunction } from "./functions.ts"
import { belongs, type Field, fieldOf, related, type Scope, tableOf } from "./tables.ts"
import { asBoolean, asNumber, type Value } from "./values.ts"

type Sql = RawBuilder<unknown>

export interface Compiling extends Scope {
  readonly set: EntitySet
  /** Gives each table of the question a name of its own. */
  readonly nextAlias: () => string
  /** The variables of `any`, by name. */
  readonly variables?: ReadonlyMap<string, { readonly set: EntitySet; readonly alias: string }>
}

/** A condition on the rows of a set. Throws `Refused` for what does not exist or cannot be compared. */
export function compileFilter(expression: Expression, compiling: Compiling): Sql {
  if (expression.kind === "not") return sql`(not coalesce(${compileFilter(expression.operand, compiling)}, false))`
  if (expression.kind === "any") return compileAny(expression, compiling)
  if (expression.kind === "binary" && (expression.operator === "and" || expression.operator === "or")) {
    const operator = sql.raw(expression.operator)
    return sql`(${compileFilter(expression.left, compiling)} ${operator} ${compileFilter(expression.right, compiling)})`
  }
  // A comparison whose paths lead to other entities holds when it does for any of them.
  const leaf = new Leaf(compiling)
  const condition = asBoolean(leaf.compile(expression))
  return leaf.around(condition)
}

/** The value of an `$orderby` path: through single relations only, so that there is one. */
export function compileOrder(expression: Expression, compiling: Compiling, descending: boolean): Value {
  const leaf = new Leaf(compiling, { manyMax: 1 })
  const value = leaf.compile(expression)
  return leaf.asOne(value, descending)
}

function compileAny({ path, variable, condition }: Any, compiling: Compiling): Sql {
  const leaf = new Leaf(compiling)
  const { set, alias } = leaf.walk(path.segments)
  const variables = new Map(compiling.variables).set(variable, { set, alias })
  return leaf.around(compileFilter(condition, { ...compiling, variables }))
}

interface Walked {
  readonly set: EntitySet
  readonly alias: string
}

/** One comparison with the tables that its paths lead through. */
class Leaf {
  readonly #compiling: Compiling
  /** So many relations to many may be followed. */
  readonly #manyMax: number
  #many = 0
  readonly #walked = new Map<string, Walked>()
  readonly #tables: Sql[] = []
  readonly #conditions: Sql[] = []

  constructor(compiling: Compiling, { manyMax = Number.POSITIVE_INFINITY } = {}) {
    this.#compiling = compiling
    this.#manyMax = manyMax
  }

  compile(expression: Expression): Value {
    switch (expression.kind) {
      case "number":
        return { type: "number", sql: sql`${expression.value}::float8`, literal: expression.value }
      case "text":
        return { type: "text", sql: sql`${expression.value}::text`, literal: expression.value }
      case "boolean":
        return { type: "boolean", sql: sql`${expression.value}::boolean` }
      case "null":
        return { type: "null" }
      case "time":
        return { type: "time", sql: sql`${new Date(expression.atMs)}::timestamptz` }
      case "interval": {
        const [from, until] = [expression.fromMs, expression.untilMs].map((ms) => sql`${new Date(ms)}::timestamptz`)
        return { type: "interval", from: from!, until: until! }
      }
      case "date":
        return { type: "date", sql: sql`${expression.value}::date` }
      case "timeOfDay":
        return { type: "timeOfDay", sql: sql`${expression.value}::time` }
      case "duration":
        return { type: "duration", sql: sql`${expression.value}::interval` }
      case "geometry":
        return { type: "geometry", sql: sql`st_geomfromtext(${expression.wkt}::text, 4326)` }
      case "path":
        return this.#path(expression)
      case "minus":
        return { type: "number", sql: sql`(- ${asNumber(this.compile(expression.operand))})` }
      case "not":
      case "any":
        return { type: "boolean", sql: compileFilter(expression, this.#compiling) }
      case "in":
        return {
          type: "boolean",
          sql: sql`(${sql.join(
            expression.options.map((option) => compare("eq", this.compile(expression.operand), this.compile(option))),
            sql` or `,
          )})`,
        }
      case "call":
        return this.#call(expression)
      case "binary":
        return this.#binary(expression)
    }
  }

  /** The condition, for any of the rows that the paths lead to. */
  around(condition: Sql): Sql {
    if (this.#tables.length === 0) return condition
    return sql`exists (select 1 from ${sql.join(this.#tables)} where ${sql.join([...this.#conditions, condition], sql` and `)})`
  }

  /** The value of the one row that the paths lead to; of many the greatest where rows descend by it, else the smallest. */
  asOne(value: Value, descending: boolean): Value {
    if (this.#tables.length === 0) return value
    const one = (inner: Sql) => {
      const some = sql`select ${inner} from ${sql.join(this.#tables)} where ${sql.join(this.#conditions, sql` and `)}`
      if (this.#many === 0) return sql`(${some} limit 1)`
      const key = value.type === "text" ? sql`(${inner}) collate "C"` : inner
      return sql`(${some} and ${inner} is not null order by ${key} ${sql.raw(descending ? "desc" : "asc")} limit 1)`
    }
    if (value.type === "interval") return { ...value, from: one(value.from), until: one(value.until) }
    if (value.type === "result") return { ...value, number: one(value.number), json: one(value.json) }
    return value.type === "null" ? value : { ...value, sql: one(value.sql) }
  }

  /** Follows navigation as far as it goes. */
  walk(segments: readonly string[]): Walked & { readonly rest: readonly string[] } {
    const { variables, set, alias } = this.#compiling
    let at: Walked = variables?.get(segments[0]!) ?? { set, alias }
    let rest = variables?.has(segments[0]!) ? segments.slice(1) : segments
    let key = at.alias
    while (rest.length > 0) {
      const name = rest[0]!
      const { relations } = model[at.set]
      if (!Object.hasOwn(relations, name)) break
      const relation = relations[name]!
      key = `${key}/${name}`
      if (relation.many && !this.#walked.has(key)) {
        this.#many += 1
        if (this.#many > this.#manyMax) throw new Refused("$orderby", segments.join("/"), "order-by-one", { relation: name })
      }
      at = this.#walked.get(key) ?? this.#join(at, name, relation.set, key)
      rest = rest.slice(1)
    }
    return { ...at, rest }
  }

  #join(from: Walked, name: string, set: EntitySet, key: string): Walked {
    const alias = this.#compiling.nextAlias()
    this.#tables.push(sql`${tableOf(set)} ${sql.ref(alias)}`)
    this.#conditions.push(related(from.set, name, from.alias, alias), belongs(set, { ...this.#compiling, alias }))
    const walked = { set, alias }
    this.#walked.set(key, walked)
    return walked
  }

  #path({ segments }: Path): Value {
    const { set, alias, rest } = this.walk(segments)
    const [property = "id", ...inside] = rest
    const field = fieldOf(set, property, { ...this.#compiling, alias })
    if (!field) throw new Refused("$filter", segments.join("/"), "name-of", { set, known: namesOf(set).join(", ") })
    if (inside.length === 0) return field
    return insideJson(field, inside, segments)
  }

  #call(call: Call): Value {
    return callFunction(
      call.name,
      call.arguments.map((argument) => this.compile(argument)),
      this.#compiling.now,
    )
  }

  #binary({ operator, left, right }: Binary): Value {
    switch (operator) {
      case "and":
      case "or": {
        const [a, b] = [left, right].map((side) => asBoolean(this.compile(side)))
        return { type: "boolean", sql: sql`(${a} ${sql.raw(operator)} ${b})` }
      }
      case "eq":
      case "ne":
      case "gt":
      case "ge":
      case "lt":
      case "le":
        return { type: "boolean", sql: compare(operator, this.compile(left), this.compile(right)) }
      case "add":
      case "sub":
      case "mul":
      case "div":
      case "mod":
        return arithmetic(operator, this.compile(left), this.compile(right))
    }
  }
}

function insideJson(field: Field, inside: readonly string[], segments: readonly string[]): Value {
  const json = field.type === "json" ? field.sql : field.type === "result" ? field.json : undefined
  if (!json) throw new Refused("$filter", segments.join("/"), "path-into-json")
  return { type: "json", sql: sql`(${json} #> ${inside}::text[])` }
}

const operators = { add: "+", sub: "-", mul: "*", div: "/", mod: "%" } as const

function arithmetic(operator: keyof typeof operators, left: Value, right: Value): Value {
  const [a, b] = [left, right]
  if (operator === "add" || operator === "sub") {
    const sign = sql.raw(operators[operator])
    if (b.type === "duration" && (a.type === "time" || a.type === "date"))
      return { type: "time", sql: sql`(${a.sql} ${sign} ${b.sql})` }
    if (b.type === "duration" && a.type === "interval") {
      return { type: "interval", from: sql`(${a.from} ${sign} ${b.sql})`, until: sql`(${a.until} ${sign} ${b.sql})` }
    }
    if (b.type === "duration" && a.type === "duration") return { type: "duration", sql: sql`(${a.sql} ${sign} ${b.sql})` }
    if (a.type === "duration" && b.type === "time" && operator === "add") return { type: "time", sql: sql`(${b.sql} + ${a.sql})` }
    if (a.type === "time" && b.type === "time" && operator === "sub") return { type: "duration", sql: sql`(${a.sql} - ${b.sql})` }
  }
  const [x, y] = [asNumber(a), asNumber(b)]
  // Nothing divided by nothing is unknown, not a failure.
  if (operator === "div") return { type: "number", sql: sql`(${x} / nullif(${y}, 0))` }
  if (operator === "mod") return { type: "number", sql: sql`mod(${x}::numeric, nullif(${y}, 0)::numeric)::float8` }
  return { type: "number", sql: sql`(${x} ${sql.raw(operators[operator])} ${y})` }
}
