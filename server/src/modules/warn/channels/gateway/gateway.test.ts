import { afterAll, expect, test } from "vitest"
import { callKind } from "../call/index.ts"
import type { ChannelPlugIn } from "../plug-in.ts"
import { smsHttpKind } from "../sms-http/index.ts"
import { startHttpGateway } from "../test/http-gateway.ts"
import { deliveryOf, messageOf, toolsOf, unbroken } from "../test/message.ts"
import { GatewaySettings } from "./index.ts"

const gateway = await startHttpGateway()
afterAll(() => gateway.close())

const callback = "n3vZ0aPq7LmX2rTyW8kB4c"
/** A gateway of the JSON kind: a list of receivers, an id inside a list, states as words, receipts as JSON. */
const jsonShape = {
  url: gateway.url,
  headers: '{"Authorization":"Bearer {token}","Idempotency-Key":"{key}"}',
  body: '{"to":["{address}"],"content":"{text}","alphabet":"{alphabet}","parts":"{parts}","tell":"{callback}"}',
  answer_id_at: "$.messages[0].id",
  answer_state_at: "$.messages[0].status",
  answer_accepted: "queued, sent",
  answer_retry: "busy",
  receipt_id_at: "$.id",
  receipt_state_at: "$.status",
  receipt_delivered: "delivered",
  receipt_refused: "undeliverable, expired",
  knows_key: true,
}
/** One of the form kind: fields, a number for a state, receipts as fields of a form. */
const formShape = {
  url: gateway.url,
  body_as: "form",
  body: '{"mobile":"{address}","msg":"{text}","extno":"{key}","pass":"{token}"}',
  answer_id_at: "$.taskid",
  answer_state_at: "$.code",
  answer_accepted: "0",
  receipt_id_at: "$.taskid",
  receipt_state_at: "$.stat",
  receipt_delivered: "DELIVRD",
  receipt_refused: "UNDELIV,EXPIRED",
}
const open = (settings: object, kind = smsHttpKind): ChannelPlugIn =>
  kind.open({ settings: GatewaySettings.parse(settings), secrets: { token: "s3cret", callback }, tools: toolsOf("/nowhere") })
const send = (plugIn: ChannelPlugIn, signal = unbroken) => plugIn.send(deliveryOf('+86 138"0013', {}), signal)

test("the JSON shape: what it is asked, what its answers mean, what it tells later", async () => {
  const plugIn = open(jsonShape)
  gateway.answerWith({ status: 202, body: '{"messages":[{"id":17,"status":"queued"}]}' })
  expect([plugIn.keepsOnce, await send(plugIn)]).toEqual([true, { result: "accepted", receipt: "17" }])
  const { headers, body } = gateway.asked.at(-1)!
  expect(headers).toMatchObject({ authorization: "Bearer s3cret", "idempotency-key": "7-3-41" })
  expect(JSON.parse(body)).toEqual({
    to: ['+86 138"0013'],
    content: messageOf().short,
    alphabet: "ucs-2",
    parts: "1",
    tell: `https://linjiang.example/hooks/channels/${callback}`,
  })
  gateway.answerWith({ status: 200, body: '{"messages":[{"status":"busy"}]}' })
  expect(await send(plugIn)).toEqual({ result: "retry", reason: "throttled" })
  gateway.answerWith({ status: 200, body: '{"messages":[{"status":"blacklisted"}]}' })
  expect(await send(plugIn)).toEqual({ result: "refused", reason: "refused" })

  const receipts: string[] = []
  plugIn.onReceipt!((receipt, outcome) => void receipts.push(`${receipt} ${outcome}`))
  expect([plugIn.callback!.isFor(callback), plugIn.callback!.isFor("another")]).toEqual([true, false])
  for (const status of ["sent", "delivered", "expired"]) expect(await plugIn.callback!.take({ id: 17, status })).toBe(true)
  expect(await plugIn.callback!.take({ status: "delivered" })).toBe(false)
  expect(receipts).toEqual(["17 delivered", "17 refused"])
})

test("the form shape", async () => {
  const plugIn = open(formShape)
  gateway.answerWith({ status: 200, body: '{"code":0,"taskid":"t-9"}' })
  expect([plugIn.keepsOnce, await send(plugIn)]).toEqual([false, { result: "accepted", receipt: "t-9" }])
  expect(Object.fromEntries(new URLSearchParams(gateway.asked.at(-1)!.body))).toEqual({
    mobile: '+86 138"0013',
    msg: messageOf().short,
    extno: "7-3-41",
    pass: "s3cret",
  })
  gateway.answerWith({ status: 200, body: '{"code":12}' })
  expect(await send(plugIn)).toEqual({ result: "refused", reason: "refused" })
  gateway.answerWith({ status: 200, body: "OK" })
  expect(await send(plugIn)).toEqual({ result: "refused", reason: "refused" })
})

test("a telephone is told what is to be spoken", async () => {
  gateway.answerWith({ status: 200, body: '{"code":0,"taskid":"c-1"}' })
  await send(open(formShape, callKind))
  expect(new URLSearchParams(gateway.asked.at(-1)!.body).get("msg")).toBe(messageOf().speech)
})

test.each([
  [
    { status: 429, headers: { "retry-after": "30" }, body: "" },
    { result: "retry", reason: "throttled", afterMs: 30_000 },
  ],
  [
    { status: 503, body: "" },
    { result: "retry", reason: "throttled" },
  ],
  [
    { status: 500, body: "" },
    { result: "retry", reason: "server-error" },
  ],
  [
    { status: 401, body: "" },
    { result: "retry", reason: "not-authorized" },
  ],
  // The address of the gateway itself is wrong, not that of the person.
  [
    { status: 404, body: "" },
    { result: "refused", reason: "refused" },
  ],
  [
    { status: 302, headers: { location: "/elsewhere" }, body: "" },
    { result: "refused", reason: "refused" },
  ],
  ["cut", { result: "retry", reason: "no-connection" }],
] as const)("it answers %j", async (answer, outcome) => {
  gateway.answerWith(answer)
  expect(await send(open(jsonShape))).toEqual(outcome)
})

test("it hangs", async () => {
  gateway.answerWith("hang")
  expect(await send(open(jsonShape), AbortSignal.timeout(50))).toEqual({ result: "retry", reason: "timed-out" })
})

test.each([
  [{ url: "https://gateway.example/{address}" }],
  [{ url: "https://user@gateway.example/" }],
  [{ headers: '{"X-To":"{address}"}' }],
  [{ headers: '{"X":"a\\nb"}' }],
  [{ body: '{"to":"{nobody}"}' }],
  [{ body: "{to" }],
  [{ body_as: "form", body: '{"to":["{address}"]}' }],
  [{ answer_id_at: "messages" }],
])("a mapping with %j is refused", (change) => {
  expect(GatewaySettings.safeParse({ ...jsonShape, ...change }).success).toBe(false)
})
