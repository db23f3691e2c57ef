import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { deliveryOf, messageOf, toolsOf, unbroken } from "../test/message.ts"
import { startPushReceiver } from "../test/push-receiver.ts"
import { PushAddress, Vapid, webPushKind } from "./index.ts"
import { noticeOf } from "./notice.ts"
import { isPublicAddress, publicLookup } from "./public-host.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-push-"))
const receiver = await startPushReceiver(path.join(folder, "tls"))
const configured = { settings: { contact: "mailto:duty@linjiang.example" }, secrets: {}, tools: toolsOf(folder) }
const plugIn = webPushKind({ unsafeAnyHost: { ca: receiver.ca } }).open(configured)
afterAll(async () => {
  await plugIn.close()
  await receiver.close()
  fs.rmSync(folder, { recursive: true })
})

test("a browser decrypts what was sent, under the city's own keys, which are made once and read by nobody else", async () => {
  expect(await plugIn.send(deliveryOf(receiver.addressFor("201")), unbroken)).toEqual({ result: "accepted" })
  const { headers, notice, token } = receiver.pushed.at(-1)!
  expect(notice).toMatchObject({ code: "W-88", level: "red", headline: messageOf().headline, text: messageOf().text })
  expect(headers).toMatchObject({ ttl: "14400", urgency: "high", "content-encoding": "aes128gcm" })
  expect(token).toMatchObject({ aud: receiver.origin, sub: "mailto:duty@linjiang.example" })
  expect(headers["authorization"]).toContain(`k=${Vapid.open(folder).publicKey}`)
  expect(fs.statSync(path.join(folder, "keys", "web-push.json")).mode & 0o777).toBe(0o600)
})

test("an update has the topic of what it updates, and another event another one", async () => {
  const topicOf = async (event: string) => {
    const message = messageOf({ event, code: "W-91", purpose: "update", level: "blue", urgency: "Future" })
    await plugIn.send(deliveryOf(receiver.addressFor("201"), { message }), unbroken)
    return receiver.pushed.at(-1)!.headers
  }
  const first = await topicOf("W-88")
  expect(first).toMatchObject({ topic: receiver.pushed[0]!.headers["topic"], urgency: "normal" })
  expect(first["topic"]).toMatch(/^[\w-]{32}$/)
  expect((await topicOf("W-90"))["topic"]).not.toBe(first["topic"])
})

test.each([
  ["410", { result: "refused", reason: "address", gone: true }],
  ["404", { result: "refused", reason: "address", gone: true }],
  ["429", { result: "retry", reason: "throttled", afterMs: 7_000 }],
  ["502", { result: "retry", reason: "server-error" }],
  ["403", { result: "refused", reason: "not-authorized" }],
  ["307", { result: "refused", reason: "refused" }],
  ["cut", { result: "retry", reason: "no-connection" }],
])("an answer %s", async (answer, outcome) => {
  expect(await plugIn.send(deliveryOf(receiver.addressFor(answer)), unbroken)).toEqual(outcome)
})

test("a push service that hangs is left", async () => {
  const hurry = AbortSignal.timeout(50)
  expect(await plugIn.send(deliveryOf(receiver.addressFor("hang")), hurry)).toEqual({ result: "retry", reason: "timed-out" })
})

test("machines of our own are no push service: neither by address nor by a name that leads to one", async () => {
  const keys = JSON.parse(receiver.addressFor("201")) as { keys: object }
  const takes = (endpoint: string) => PushAddress.safeParse({ ...keys, endpoint }).success
  const refused = [
    "http://push.example/a",
    "https://127.0.0.1/a",
    "https://10.0.0.7/a",
    "https://[::1]/a",
    "https://[::ffff:10.0.0.7]/a",
    "https://[fd00::7]/a",
    "https://0x7f.1/a",
    "https://localhost/a",
    "https://user@push.example/a",
  ]
  expect([...refused, "https://push.example/a"].filter(takes)).toEqual(["https://push.example/a"])
  const inner = ["192.168.1.1", "169.254.169.254", "100.64.0.1", "::", "fe80::1%eth0", "64:ff9b::a00:7", "2002:a00:7::"]
  const outer = ["8.8.8.8", "2606:4700::1111"]
  expect([...inner, ...outer].filter(isPublicAddress)).toEqual(outer)

  const outside = webPushKind().open(configured)
  const sent = await outside.send(deliveryOf(receiver.addressFor("201")), unbroken)
  await outside.close()
  expect(sent).toEqual({ result: "refused", reason: "address", gone: true })
  const found = await new Promise((resolve) => {
    publicLookup("localhost", { all: true }, (error) => resolve(error?.code))
  })
  expect(found).toBe("NOT_PUBLIC")
})

test("a text too long for a push message is cut, not lost", () => {
  const bytes = noticeOf(messageOf({ text: "雨🌊".repeat(2_000) }))
  expect(bytes.length).toBeLessThanOrEqual(3_900)
  expect((JSON.parse(bytes.toString()) as { text: string }).text).toMatch(/^(雨🌊)+雨?…$/)
})
