import { type Language, languages } from "@holdfast/words"
import { describe, expect, test } from "vitest"
import { type Body, call, count, ids, link, type Method, made, minute, raw, sensor } from "./test-service.ts"

/** What is refused, in whose words, and what nobody can do with it. */
const { thing, datastream } = ids

interface Asked {
  readonly url: string
  readonly method?: Method
  readonly body?: unknown
  readonly type?: string
}
/** The refusal of a request, of the one part of a batch, or of the one row of a data array, as the problem or the line that tells it. */
const refused = async (language: Language, { url, method = "POST", body, type = "application/json" }: Asked): Promise<Body> => {
  const payload = typeof body === "string" || body === undefined ? body : JSON.stringify(body)
  const answer = await raw(method, encodeURI(url), payload, {
    "accept-language": language,
    ...(body === undefined ? {} : { "content-type": type }),
  })
  const found = JSON.parse(answer.body) as Body
  if (Array.isArray(found)) return { line: found[0] }
  return found.responses?.[0].body ?? found
}
const get = (url: string): Asked => ({ method: "GET", url })
const described = { name: "Gauge", description: "By the bridge" }
const measurements = `/Datastreams(${datastream})/Observations`

describe("a refusal names field, value, rule, and fix in the language of the request", () => {
  const cases: readonly (readonly [string, Asked, code: string, values: object, english: string, chinese: string])[] = [
    [
      "an option with another kind of value",
      get("/Things?$top=many"),
      "SENSE_QUERY_REFUSED",
      { option: "$top", value: "many", rule: "number-at", at: 1 },
      "The query option $top with “many” breaks the rule: a number at character 1. Change or leave out the option.",
      "查询选项 $top 取“many”，不符合规则：第 1 个字符处应为数字。请修改或去掉该选项。",
    ],
    [
      "a property that is none",
      get("/Sensors?$filter=mood eq 1"),
      "SENSE_QUERY_REFUSED",
      { option: "$filter", value: "mood", rule: "name-of", set: "Sensors" },
      "The query option $filter with “mood” breaks the rule: a name that Sensors know: name, description, encodingType, metadata, properties, Datastreams, MultiDatastreams. Change or leave out the option.",
      "查询选项 $filter 取“mood”，不符合规则：Sensors 具有的名称：name, description, encodingType, metadata, properties, Datastreams, MultiDatastreams。请修改或去掉该选项。",
    ],
    [
      "a geometry that the database does not read",
      get("/Locations?$filter=st_within(location, geography'POLYGON ((1 2')"),
      "SENSE_QUERY_REFUSED",
      { option: "$filter", value: "st_within(location, geography'POLYGON ((1 2')", rule: "well-known-text" },
      "breaks the rule: a geometry in well-known text, such as geography'POINT (114.06 22.54)'; rings end where they begin. Change",
      "不符合规则：WKT 格式的几何图形，例如 geography'POINT (114.06 22.54)'；环的首尾须为同一点。请修改或去掉该选项。",
    ],
    [
      "a number that the database cannot reckon with",
      get("/Things?$filter=substring(name, 99999999999) eq ''"),
      "SENSE_QUERY_REFUSED",
      { rule: "reckonable", state: "22003" },
      "breaks the rule: values that can be reckoned with: numbers, times, and durations in range (SQLSTATE 22003). Change",
      "不符合规则：可以计算的值：数字、时间、时长均须在范围内（SQLSTATE 22003）。请修改或去掉该选项。",
    ],
    [
      "what is missing",
      { url: "/Things", body: { name: "x" } },
      "SENSE_MESSAGE_INVALID",
      { field: "description", value: "", rule: "required" },
      "description of the measurement or entity is “”, which breaks the rule: required; add it. Mend it and send it again.",
      "观测或实体的 description 为“”，不符合规则：必填，请补上。请改正后重新发送。",
    ],
    [
      "words about persons",
      { url: "/Things", body: { ...described, properties: { kind: "station", religion: "x" } } },
      "SENSE_MESSAGE_INVALID",
      { field: "properties", rule: "no-persons" },
      "which breaks the rule: things and places, never persons; take out what speaks of people. Mend it and send it again.",
      "不符合规则：只涉及物和地点，不涉及人；请删去有关人的内容。请改正后重新发送。",
    ],
    [
      "a link to what is not there",
      { method: "PATCH", url: `/Datastreams(${datastream})`, body: { Sensor: link(999_999) } },
      "SENSE_MESSAGE_INVALID",
      { field: "Sensor", value: "999999", rule: "existing", set: "Sensors" },
      "Sensor of the measurement or entity is “999999”, which breaks the rule: an entity of Sensors that is there; make it first, or look for its id at /sensorthings/v1.1/Sensors. Mend it and send it again.",
      "观测或实体的 Sensor 为“999999”，不符合规则：Sensors 中已有的实体；请先新建，或在 /sensorthings/v1.1/Sensors 查找编号。请改正后重新发送。",
    ],
    [
      "a time of a measurement",
      { url: measurements, body: { phenomenonTime: "yesterday", result: 1 } },
      "SENSE_MESSAGE_INVALID",
      { field: "phenomenonTime", value: "yesterday", rule: "time-or-interval" },
      "phenomenonTime of the measurement or entity is “yesterday”, which breaks the rule: a time with its zone, such as 2026-07-31T03:05:00+08:00, or two of them with a slash between, the earlier first. Mend it and send it again.",
      "观测或实体的 phenomenonTime 为“yesterday”，不符合规则：带时区的时间，例如 2026-07-31T03:05:00+08:00；或用斜线隔开的两个时间，早的在前。请改正后重新发送。",
    ],
    [
      "a result of another kind",
      { url: measurements, body: { phenomenonTime: minute(1), result: "wet" } },
      "SENSE_RESULT_REFUSED",
      { value: "wet", rule: "result-number" },
      "which takes: a number. Free text is never taken. Send what fits.",
      "它只接收：数字。不接收自由文字。请发送符合要求的内容。",
    ],
    [
      "a JSON Patch whose test fails",
      {
        ...{ method: "PATCH", url: `/Things(${thing})`, type: "application/json-patch+json" },
        body: [{ op: "test", path: "/name", value: "Other" }],
      },
      "SENSE_MESSAGE_INVALID",
      { field: "/0", rule: "patch-test" },
      '/0 of the measurement or entity is “{"op":"test","path":"/name","value":"Other"}”, which breaks the rule: a test that holds; the entity is not as it was, so read it again. Mend it and send it again.',
      "不符合规则：成立的 test；该实体已有变化，请重新读取。请改正后重新发送。",
    ],
    [
      "a body that is no JSON",
      { url: "/Things", body: "{" },
      "PLATFORM_REQUEST_INVALID",
      { field: "request" },
      "JSON that can be read; look for a bracket, a quote, or a comma that is missing or too many",
      "可以读取的 JSON；请检查括号、引号、逗号是否缺少或多余",
    ],
    [
      "a batch that was cut",
      { url: "/$batch", body: "--b\r\n\r\n", type: "multipart/mixed; boundary=b" },
      "SENSE_BATCH_REFUSED",
      { part: "/", rule: "batch-end", mark: "--b--" },
      "The batch is not understood at /, which breaks the rule: the end --b--; without it the batch was cut on the way. Nothing of it was done. Mend it and send it again.",
      "批量请求在 / 处无法识别，不符合规则：结尾 --b--；没有它，说明批量请求在途中被截断。其中的任何操作都没有执行。请改正后重新发送。",
    ],
    [
      "an empty batch",
      { url: "/$batch", body: { requests: [] } },
      "SENSE_BATCH_REFUSED",
      { part: "requests", rule: "at-least-entries", min: 1 },
      "The batch is not understood at requests, which breaks the rule: a list of 1 or more entries. Nothing",
      "批量请求在 requests 处无法识别，不符合规则：至少有 1 项的列表。其中",
    ],
    [
      "a part of a batch",
      { url: "/$batch", body: { requests: [{ id: "1", method: "GET", url: "Things?$count=yes" }] } },
      "SENSE_QUERY_REFUSED",
      { option: "$count", value: "yes", rule: "true-or-false" },
      "The query option $count with “yes” breaks the rule: true or false. Change or leave out the option.",
      "查询选项 $count 取“yes”，不符合规则：true 或 false。请修改或去掉该选项。",
    ],
  ]
  test.each(cases)("%s", async (_what, asked, code, values, english, chinese) => {
    const sentences = { en: english, "zh-CN": chinese }
    for (const language of languages) {
      const { code: found, values: given, detail, message } = await refused(language, asked)
      expect(found).toBe(code)
      expect(given).toMatchObject(values)
      expect(detail).toContain(sentences[language])
      expect(message).toBe(detail)
      if (language === "zh-CN") expect(detail).not.toMatch(/[a-z]{3,} [a-z]{3,} [a-z]{3,}/)
    }
  })
  test("a row of many measurements, and a line", async () => {
    const rows = { Datastream: link(datastream), components: ["phenomenonTime", "result"], dataArray: [[minute(1)]] }
    const asked = { url: "/CreateObservations", body: [rows] }
    expect((await refused("en", asked)).line).toBe(
      `error SENSE_MESSAGE_INVALID: / of the measurement or entity is “["${minute(1)}"]”, which breaks the rule: 2 cells, as many as there are components. Mend it and send it again.`,
    )
    expect((await refused("zh-CN", asked)).line).toContain("不符合规则：2 个单元格，与 components 的个数相同。请改正后重新发送。")
    const lines = { url: "/CreateObservations", body: "{\n", type: "application/x-ndjson" }
    expect((await refused("zh-CN", lines)).line).toContain("不符合规则：每行一个 JSON 对象，对象内不换行。")
  })
})

describe("doors", () => {
  test("errors are problem+json with the sentence as message too (check 42)", async () => {
    const answer = await raw("POST", "/Things", "{")
    expect(answer.headers["content-type"]).toContain("application/problem+json")
    const body = JSON.parse(answer.body) as Body
    expect(body).toMatchObject({
      status: 400,
      code: "PLATFORM_REQUEST_INVALID",
      type: "urn:holdfast:problem:PLATFORM_REQUEST_INVALID",
    })
    expect(body.message).toBe(body.detail)
    expect((await raw("POST", "/Things", "<a/>", { "content-type": "application/xml" })).statusCode).toBe(400)
    expect((await raw("POST", "/Things", "name", { "content-type": "text/plain" })).statusCode).toBe(400)
  })
  test("pages of other origins may ask (check 125)", async () => {
    const asked = await raw("OPTIONS", "/Things", undefined, {
      origin: "https://map.example",
      "access-control-request-method": "POST",
    })
    expect(asked.statusCode).toBe(204)
    expect(asked.headers).toMatchObject({
      "access-control-allow-origin": "*",
      "access-control-allow-methods": expect.stringContaining("PATCH"),
    })
    expect(asked.headers).not.toHaveProperty("access-control-allow-credentials")
    const refused = await raw("GET", "/Nothing", undefined, { origin: "https://map.example" })
    expect(refused).toMatchObject({ statusCode: 404, headers: { "access-control-allow-origin": "*" } })
    expect((await raw("HEAD", "/Things")).statusCode).toBe(200)
  })
  test("DELETE with a content type and no body is understood", async () => {
    const id = await made("/Sensors", sensor)
    expect((await raw("DELETE", `/Sensors(${id})`, "")).statusCode).toBe(204)
  })
})

describe("hostile", () => {
  const deep = (n: number) => `${"(".repeat(n)}1 eq 1${")".repeat(n)}`
  test.each([
    ["filters 10,000 deep", `/Things?$filter=${deep(10_000)}`],
    ["filters of 16 kB", `/Things?$filter=${"name eq 'x' or ".repeat(1_000)}1 eq 1`],
    ["thousands of branches", `/Things?$expand=${Array.from({ length: 2_000 }, () => "Datastreams").join(",")},Moods`],
    ["branches of branches", `/Things?$expand=${"Datastreams($expand=Thing($expand=".repeat(60)}`],
    ["the character zero in a text", "/Things?$filter=name eq '%00'"],
    ["a number that is too large", "/Observations?$filter=result gt 1e999"],
    ["a substring of nowhere", "/Things?$filter=substring(name, 99999999999) eq ''"],
  ])("%s are refused", async (_what, url) => expect((await raw("GET", url.replaceAll(" ", "%20"))).statusCode).toBe(400))
  test.each(["/Things(%ff)", "/%c0%ae%c0%ae", "/Things%00", "/Things(1)/name%00", `/${"a/".repeat(80)}`])(
    "%s leads nowhere",
    async (url) => {
      expect((await raw("GET", url)).statusCode).toBe(404)
    },
  )
  test.each(["'; drop table sense.thing; --", "' or '1'='1", "x') union select 1 --", "\\'; select pg_sleep(9)"])(
    "%s is data",
    async (text) => {
      const before = await count("Things")
      const quoted = `'${text.replaceAll("'", "''")}'`
      for (const filter of [
        `name eq ${quoted}`,
        `startswith(name, ${quoted})`,
        `properties/${"a"} eq ${quoted}`,
        `concat(name, ${quoted}) eq 'x'`,
      ]) {
        expect((await raw("GET", `/Things?$filter=${encodeURIComponent(filter)}`)).statusCode).toBe(200)
      }
      const id = await made("/Sensors", { ...sensor, name: text })
      expect((await call("GET", `/Sensors(${id})/name`)).body.name).toBe(text)
      expect(await count("Things")).toBe(before)
    },
  )
  test.each([
    ["/Things", { name: "a\u0000b", description: "x" }],
    ["/Things", { name: "a", description: "x", properties: { "\ud800": 1 } }],
    ["/Observations", { Datastream: link(1), phenomenonTime: "2026-07-30T00:00:00Z", result: 1, parameters: { a: "\u0000" } }],
    [
      "/Observations",
      {
        Datastream: link(1),
        phenomenonTime: "2026-07-30T00:00:00Z",
        result: 1,
        FeatureOfInterest: link(1),
        parameters: { a: "\ud800" },
      },
    ],
  ])("%s with text that no database keeps is refused", async (url, body) =>
    expect((await call("POST", url, body)).status).toBe(400),
  )
  test.each(["/Things", "/Observations", "/CreateObservations", "/$batch"])(
    "bodies nested 100,000 deep at %s are refused",
    async (url) => {
      for (const text of [
        "[".repeat(100_000) + "]".repeat(100_000),
        `${'{"properties":'.repeat(50_000)}1${"}".repeat(50_000)}`,
      ]) {
        expect((await raw("POST", url, text)).statusCode).toBe(400)
      }
      const inside = `{"name":"a","description":"b","result":1,"Datastream":{"@iot.id":1},"parameters":${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}}`
      expect((await raw("POST", url, inside)).statusCode).toBe(400)
    },
  )
})
