import { afterAll, expect, test } from "vitest"
import { deliveryOf, messageOf, toolsOf, unbroken } from "../test/message.ts"
import { startMessageCentre } from "../test/message-centre.ts"
import { smsSmppKind } from "./index.ts"

const centre = await startMessageCentre("s3cret")
const openWith = (change: object = {}, password = "s3cret") => {
  const settings = smsSmppKind.settings.parse({
    host: "127.0.0.1",
    port: centre.port,
    system_id: "city",
    source_addr: "LINJIANG",
    ...change,
  })
  return smsSmppKind.open({ settings, secrets: { password }, tools: toolsOf("/nowhere") })
}
const plugIn = openWith()
afterAll(async () => {
  await plugIn.close()
  await centre.close()
})
const send = (address: string, short = messageOf().short, signal = unbroken) =>
  plugIn.send(deliveryOf(address, { message: messageOf({ short }) }), signal)

test("a short one goes in one message, in its alphabet, with a receipt to follow", async () => {
  expect(await send("+86 138-0013-0000")).toEqual({ result: "accepted", receipt: "m-1" })
  expect(centre.submitted[0]).toMatchObject({ destination_addr: "8613800130000", data_coding: 8, registered_delivery: 1 })
  await send("100", "Test [1] €")
  expect(centre.submitted[1]).toMatchObject({ data_coding: 0, esm_class: 0 })

  const receipts: string[] = []
  plugIn.onReceipt!((receipt, outcome) => void receipts.push(`${receipt} ${outcome}`))
  await centre.tell({ receipted_message_id: "m-1", message_state: 2 })
  await centre.tell({
    short_message: "id:m-2 sub:001 dlvrd:000 submit date:2607301900 done date:2607301901 stat:UNDELIV err:001",
  })
  // On the way, and a message that a phone sent.
  await centre.tell({ receipted_message_id: "m-1", message_state: 1 })
  await centre.tell({ esm_class: 0, short_message: "id:m-1 stat:DELIVRD" })
  expect(receipts).toEqual(["m-1 delivered", "m-2 refused"])
})

test("a long one goes in parts with one reference, that a phone puts together", async () => {
  const before = centre.submitted.length
  expect(await send("8613800130000", "雨".repeat(100))).toMatchObject({ result: "accepted", receipt: `m-${before + 2}` })
  const parts = centre.submitted.slice(before)
  expect(parts.map(({ esm_class, registered_delivery }) => [esm_class, registered_delivery])).toEqual([
    [0x40, 0],
    [0x40, 1],
  ])
  expect(parts.map(({ short_message }) => short_message!.message).join("")).toBe("雨".repeat(100))
})

test.each([
  ["1", { result: "refused", reason: "address", gone: true }],
  ["2", { result: "retry", reason: "throttled" }],
])("a number ending in %s", async (number, outcome) => {
  expect(await send(number)).toEqual(outcome)
})

test("a centre that hangs is left, and what came after it is answered", async () => {
  expect(await send("3", "a", AbortSignal.timeout(50))).toEqual({ result: "retry", reason: "timed-out" })
  expect(await send("100")).toMatchObject({ result: "accepted" })
})

test("after a cut nothing is lost in silence: it waits a second, and a new session takes it", async () => {
  const [first, second] = await Promise.all([send("4"), send("3")])
  expect([first, second]).toEqual([
    { result: "retry", reason: "no-connection" },
    { result: "retry", reason: "no-connection" },
  ])
  expect(await send("100")).toMatchObject({ result: "retry", reason: "no-connection", afterMs: expect.any(Number) })
  await expect.poll(async () => (await send("100")).result).toBe("accepted")
  expect(centre.sessions()).toBe(1)
})

test("another password is told apart, and nobody there too", async () => {
  const locked = openWith({}, "wrong")
  expect(await locked.send(deliveryOf("100"), unbroken)).toEqual({ result: "retry", reason: "not-authorized" })
  await locked.close()
  const nobody = openWith({ port: 1 })
  expect(await nobody.send(deliveryOf("100"), unbroken)).toEqual({ result: "retry", reason: "no-connection" })
  await nobody.close()
})
