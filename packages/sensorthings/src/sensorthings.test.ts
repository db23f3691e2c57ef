import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  brokenValues,
  DEPTH_MAX,
  type Expression,
  parseFilter,
  parsePath,
  parseQuery,
  QUERY_MAX_LENGTH,
  Refused,
  target,
  writtenExpand,
} from "./index.ts"

function refusal(read: () => unknown): Refused {
  try {
    read()
  } catch (error) {
    if (error instanceof Refused) return error
    throw error
  }
  throw new Error("was not refused")
}

/** Written back with every bracket, so that one sees what binds to what. */
function shown(expression: Expression): string {
  switch (expression.kind) {
    case "binary":
      return `(${shown(expression.left)} ${expression.operator} ${shown(expression.right)})`
    case "not":
    case "minus":
      return `(${expression.kind} ${shown(expression.operand)})`
    case "path":
      return expression.segments.join("/")
    case "call":
      return `${expression.name}(${expression.arguments.map(shown).join(",")})`
    case "in":
      return `(${shown(expression.operand)} in ${expression.options.map(shown).join("|")})`
    case "any":
      return `${shown(expression.path)}.any(${expression.variable}: ${shown(expression.condition)})`
    case "text":
      return `'${expression.value}'`
    case "time":
      return new Date(expression.atMs).toISOString()
    case "interval":
      return `${new Date(expression.fromMs).toISOString()}/${new Date(expression.untilMs).toISOString()}`
    case "geometry":
      return expression.wkt
    case "null":
      return "null"
    case "number":
    case "boolean":
    case "date":
    case "timeOfDay":
    case "duration":
      return `${expression.value}`
  }
}

describe("a filter", () => {
  test.each([
    ["result eq 1 or result eq 2 and result gt 1", "((result eq 1) or ((result eq 2) and (result gt 1)))"],
    ["1 add result mul 2 sub -1 eq 4", "(((1 add (result mul 2)) sub -1) eq 4)"],
    ["14 div (result add 1) mod 3 mul 3 eq 3", "((((14 div (result add 1)) mod 3) mul 3) eq 3)"],
    ["not result gt 3 and true", "((not (result gt 3)) and true)"],
    ["-result lt -1.5e3", "((minus result) lt -1500)"],
    ["name eq 'O''Neil 雨量'", "(name eq 'O'Neil 雨量')"],
    ["substring(tolower(name), 1, 2) eq 'bc'", "(substring(tolower(name),1,2) eq 'bc')"],
    ["phenomenonTime gt 2026-07-31T03:05:00+08:00", "(phenomenonTime gt 2026-07-30T19:05:00.000Z)"],
    // The plus sign of an address that nobody escaped.
    ["phenomenonTime gt 2026-07-31T03:05:00 08:00", "(phenomenonTime gt 2026-07-30T19:05:00.000Z)"],
    [
      "during(phenomenonTime, 2026-07-31T00:00:00Z/PT1H30M)",
      "during(phenomenonTime,2026-07-31T00:00:00.000Z/2026-07-31T01:30:00.000Z)",
    ],
    ["date(resultTime) eq 2026-07-31", "(date(resultTime) eq 2026-07-31)"],
    ["resultTime sub duration'PT1H' lt now()", "((resultTime sub PT1H) lt now())"],
    ["st_within(location, geography'POLYGON((0 0,1 0,1 1,0 0))')", "st_within(location,POLYGON((0 0,1 0,1 1,0 0)))"],
    ["Datastream/Thing/properties/a/b eq null", "(Datastream/Thing/properties/a/b eq null)"],
    ["properties/arr[0] eq 3", "(properties/arr/0 eq 3)"],
    ["Datastreams/any(d: d/name eq 'x')", "Datastreams.any(d: (d/name eq 'x'))"],
    ["id in (1, 2)", "(id in 1|2)"],
    ["@iot.id eq 5", "(@iot.id eq 5)"],
  ])("%s", (text, wanted) => expect(shown(parseFilter(text))).toBe(wanted))

  test.each([
    ["", "value-at"],
    ["result eq", "value-at"],
    ["result eq 1 and", "value-at"],
    ["eq 1", "end-at"],
    ["(result eq 1", "mark-at"],
    ["result eq 1)", "end-at"],
    ["nofunction(result)", "function"],
    ["year(result, 2)", "arguments"],
    ["result eq 'open", "readable-at"],
    ["result = 1", "end-at"],
    ["time eq 2026-13-40T00:00:00Z", "time"],
    ["date(time) eq 2026-02-30", "date"],
    ["during(a, 2026-07-31T01:00:00Z/2026-07-31T00:00:00Z)", "interval-order"],
    ["'; drop table x; --", "readable-at"],
    ["result eq 1; delete", "end-at"],
    ["result eq duration'1 hour'", "duration"],
    ["any(", "function"],
    ["a/any(1: true)", "word-at"],
    ["properties/a[b] eq 1", "number-at"],
  ])("is refused: %s, by the rule %s", (text, rule) => {
    expect(refusal(() => parseFilter(text)).broken[0]).toBe(rule)
  })
  test("says where it went wrong, and with what", () => {
    expect(refusal(() => parseFilter("name eq ('a'"))).toMatchObject({
      part: "$filter",
      broken: ["mark-at", { mark: ")", at: 13 }],
    })
    expect(refusal(() => parseFilter("substring(name)"))).toMatchObject({
      value: "substring",
      broken: ["arguments", { allowed: "2–3", given: 1 }],
    })
    // @ts-expect-error a rule that needs values cannot do without them
    expect(brokenValues("arguments")).toEqual({ rule: "arguments" })
    // @ts-expect-error and takes no others
    expect(brokenValues("end-at", { max: 1 })).toEqual({ rule: "end-at", max: 1 })
  })

  test.each([
    ["brackets", `${"(".repeat(10_000)}1${")".repeat(10_000)}`],
    ["nots", `${"not ".repeat(4_000)}true`],
    ["minus signs", `${"- ".repeat(4_000)}1 eq 1`],
    ["calls", `${"tolower(".repeat(2_000)}name${")".repeat(2_000)} eq 'x'`],
    ["terms", Array.from({ length: 1_000 }, (_, i) => `id eq ${i}`).join(" or ")],
    ["words", "a".repeat(QUERY_MAX_LENGTH + 1)],
  ])("with too many %s is refused", (_what, text) => expect(() => parseFilter(text)).toThrow(Refused))

  test(`may be ${DEPTH_MAX - 2} levels deep`, () => {
    const deep = `${"(".repeat(DEPTH_MAX - 2)}result eq 1${")".repeat(DEPTH_MAX - 2)}`
    expect(shown(parseFilter(deep))).toBe("(result eq 1)")
  })

  test("is understood or refused, whatever is written", () => {
    const pieces = fc.constantFrom(
      ...["result", " eq ", " and ", "(", ")", "'", "1", "-", "/", ",", "any(", "x:", "2026-07-31T00:00:00Z", "not "],
      ...["duration'PT1H'", "in (", "geo.distance(", "null", "[", "]", "$", "@iot.id", "雨", "%", "\u0000"],
    )
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(pieces).map((some) => some.join("")),
        ),
        (text) => {
          try {
            parseFilter(text)
          } catch (error) {
            expect(error).toBeInstanceOf(Refused)
          }
        },
      ),
      { seed: 20260731, numRuns: 3_000 },
    )
  })
})

describe("the options of an address", () => {
  const parse = (text: string) => parseQuery(new URLSearchParams(text))
  test("are read together, nested as deep as they are written", () => {
    const query = parse(
      "$top=5&$skip=2&$count=true&$orderby=Datastream/id desc,phenomenonTime&$select=id,result" +
        "&$expand=Datastream($select=name;$expand=Thing/Locations,Sensor;$filter=id gt (1 add 2)),FeatureOfInterest",
    )
    expect(query).toMatchObject({ top: 5, skip: 2, count: true })
    expect(query.orderBy.map(({ by, descending }) => [shown(by), descending])).toEqual([
      ["Datastream/id", true],
      ["phenomenonTime", false],
    ])
    expect(query.select?.map(({ segments }) => segments.join("/"))).toEqual(["id", "result"])
    expect(query.expand.map(writtenExpand)).toEqual([
      "Datastream($select=name;$expand=Thing/Locations,Sensor;$filter=id gt (1 add 2))",
      "FeatureOfInterest",
    ])
    expect(query.expand[0]!.query.expand.map(writtenExpand)).toEqual(["Thing($expand=Locations)", "Sensor"])
  })
  test("name one branch twice and mean both", () => {
    const { expand } = parse("$expand=Datastreams,Datastreams/Sensor,Datastreams/Thing")
    expect(expand.map(writtenExpand)).toEqual(["Datastreams($expand=Sensor,Thing)"])
  })
  test.each([
    ...["$top=-1", "$top=1.5", "$top=NaN", "$top=", "$skip=-3", "$skip=x", "$count=yes", "$orderby=", "$select=", "$expand=A("],
    ...["$expand=A($top=-1)", "$expand=A($resultFormat=CSV)", "$search=x", "$filter=1 eq 1&$filter=2 eq 2", "$resultFormat=PDF"],
    `$expand=${Array.from({ length: 60 }, (_, i) => `A${i}`).join(",")}`,
    `$expand=${"A(".repeat(100)}`,
  ])("are refused: %s", (text) => expect(() => parse(text)).toThrow(Refused))
  test("may stand on lines of their own", () => {
    const lines = "\n  $filter=id eq 1&\n  $orderby=id desc&    $top=1&  $expand=Things(\n  $top=2;\n  $orderby=id asc)"
    const plain = "$filter=id eq 1&$orderby=id desc&$top=1&$expand=Things(\n  $top=2;\n  $orderby=id asc)"
    expect(parse(lines)).toEqual(parse(plain))
    expect(parse(lines).expand[0]!.query.orderBy).toEqual(parse("$orderby=id asc").orderBy)
    expect(() => parse(" $nothing=1")).toThrow(Refused)
  })
  test("leave alone what is not of the standard", () => expect(parse("language=en&$top=1").top).toBe(1))
})

describe("an address", () => {
  test.each([
    ["Things", "Things", true],
    ["Things(1)", "Things", false],
    ["Datastreams(1)/Observations(2)/FeatureOfInterest", "FeaturesOfInterest", false],
    ["Things(1)/Datastreams/$ref", "Datastreams", true],
    ["Datastreams(1)/unitOfMeasurement/name/$value", "Datastreams", false],
    ["Things('x')", "Things", false],
  ])("%s leads to %s", (text, set, many) => expect(target(parsePath(text))).toEqual({ set, many }))
  test("is the same with an id in quotes, and nowhere with one that is none", () => {
    expect(parsePath("Datastreams('7')/Observations('12')")).toEqual(parsePath("Datastreams(7)/Observations(12)"))
    for (const id of ["''", "'x'", "'07'", "'0'", "' 7'", "'7''", "'1e3'"]) {
      if (id !== "'7''") expect(parsePath(`Things(${id})`)).toMatchObject({ id: -1 })
      else expect(() => parsePath(`Things(${id})`)).toThrow(Refused)
    }
  })
  test.each([
    ...["", "Nothing", "Things(abc)", "Things()", "Things(1)/Nothing", "Things/Datastreams", "Things/$value", "Things(1)/$value"],
    ...[
      "Things(1)/name/$ref",
      "Things(1)/$ref/name",
      "Datastreams(1)/Thing(1)",
      "__proto__",
      "Things(1)/constructor",
      "/".repeat(50),
    ],
  ])("is refused: %s", (text) => expect(() => parsePath(text)).toThrow(Refused))
})
