import { afterAll, expect, test } from "vitest"
import { startMailServer } from "../test/mail-server.ts"
import { deliveryOf, messageOf, toolsOf, unbroken } from "../test/message.ts"
import { emailKind } from "./index.ts"

const server = await startMailServer()
const settings = {
  host: "127.0.0.1",
  port: server.port,
  tls: "none",
  user: "city",
  from: "warn@linjiang.example",
  from_name: "临江市",
}
const openWith = (change: object = {}, secrets: { password?: string } = { password: "s3cret" }) =>
  emailKind.open({ settings: { ...emailKind.settings.parse(settings), ...change }, secrets, tools: toolsOf("/nowhere") })
const plugIn = openWith()
afterAll(async () => {
  await plugIn.close()
  await server.close()
})

const subscription = "https://linjiang.example/subscriptions/K7-3Q9X-MB4D"

/** Headers by their names, and both bodies, as a mailbox reads them. */
function read(raw: string) {
  const [head = "", ...rest] = raw.split("\r\n\r\n")
  const headers = Object.fromEntries(
    head
      .replaceAll(/\r\n[ \t]+/g, " ")
      .split("\r\n")
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.slice(line.indexOf(":") + 2)]),
  )
  const parts = rest.join("\r\n\r\n").split(/\r\n--[^\r\n]+\r\n?/)
  const [text = "", html = ""] = parts.filter((part) => /^--|^Content-/.test(part)).map(bodyOf)
  return { headers, text, html }
}

function bodyOf(part: string): string {
  const [head = "", ...lines] = part.split("\r\n\r\n")
  const body = lines.join("\r\n\r\n")
  if (head.includes("base64")) return Buffer.from(body, "base64").toString()
  const bytes = body
    .replaceAll("=\r\n", "")
    .replaceAll(/=([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
  return Buffer.from(bytes, "latin1").toString()
}

test("a resident gets a letter in text and HTML, with level as shape and word, that ends in one tap", async () => {
  const outcome = await plugIn.send(deliveryOf("wang@mail.example", { subscription }), unbroken)
  expect([outcome, server.logins[0]]).toEqual([{ result: "accepted" }, "city"])
  const { to, raw } = server.mails.at(-1)!
  const { headers, text, html } = read(raw)
  expect(to).toBe("wang@mail.example")
  expect(headers).toMatchObject({
    "auto-submitted": "auto-generated",
    "content-language": "zh-CN",
    "list-unsubscribe": `<${subscription}/unsubscribe>`,
    "list-unsubscribe-post": "List-Unsubscribe=One-Click",
    "message-id": expect.stringMatching(/^<[0-9a-f]{32}@linjiang\.example>$/),
  })
  expect(text).toContain("■ ▮▮▮▮ 红色")
  for (const part of [text, html]) {
    expect(part).toContain(messageOf().page)
    expect(part).toContain("现在就去高处。不要过河、不要进地下通道。")
    expect(part).toContain(subscription)
  }
  expect(html).toContain('<html lang="zh-CN">')
})

test("another attempt has the same name, an update the same thread, and another event another one", async () => {
  const headersOf = async (key: string, event: string) => {
    await plugIn.send(deliveryOf("wang@mail.example", { key, message: messageOf({ event }) }), unbroken)
    return read(server.mails.at(-1)!.raw).headers
  }
  const first = await headersOf("1-3-41", "W-88")
  const again = await headersOf("1-3-41", "W-88")
  const update = await headersOf("2-3-41", "W-88")
  const other = await headersOf("3-3-41", "W-90")
  expect(again["message-id"]).toBe(first["message-id"])
  expect(update["message-id"]).not.toBe(first["message-id"])
  expect([update["references"], update["in-reply-to"]]).toEqual([first["references"], first["references"]])
  expect(other["references"]).not.toBe(first["references"])
  // Nobody who got it from the city itself is offered to end a subscription.
  expect(first).not.toHaveProperty("list-unsubscribe")
})

test.each([
  ["451_4.7.1_later", { result: "retry", reason: "throttled" }],
  ["550_5.1.1_unknown", { result: "refused", reason: "address", gone: true }],
  // Who relays what to whom is no word about a mailbox.
  ["550", { result: "refused", reason: "refused" }],
  ["554_5.7.1_policy", { result: "refused", reason: "refused" }],
  ["550_5.7.1_policy", { result: "refused", reason: "refused" }],
  ["cut", { result: "retry", reason: "no-connection" }],
  ["", { result: "refused", reason: "address", gone: true }],
])("an answer %s", async (name, outcome) => {
  const address = name === "" ? "" : `${name}@mail.example`
  expect(await plugIn.send(deliveryOf(address), unbroken)).toEqual(outcome)
})

test("a server that hangs is left, one with another password or without TLS is told apart from a mailbox", async () => {
  const hurry = AbortSignal.timeout(100)
  const hanging = openWith()
  expect(await hanging.send(deliveryOf("hang@mail.example"), hurry)).toEqual({ result: "retry", reason: "timed-out" })
  await hanging.close()
  const locked = openWith({}, { password: "wrong" })
  expect(await locked.send(deliveryOf("wang@mail.example"), unbroken)).toEqual({ result: "retry", reason: "not-authorized" })
  await locked.close()
  const plain = openWith({ tls: "starttls" })
  const before = server.mails.length
  expect(await plain.send(deliveryOf("wang@mail.example"), unbroken)).toMatchObject({ result: "retry" })
  await plain.close()
  expect(server.mails.length).toBe(before)
})

test("many letters share a few connections", async () => {
  const outcomes = await Promise.all(
    Array.from({ length: 40 }, (_, i) => plugIn.send(deliveryOf(`r${i}@mail.example`, { key: `9-3-${i}` }), unbroken)),
  )
  expect(outcomes.every(({ result }) => result === "accepted")).toBe(true)
  expect(server.mostOpen()).toBeLessThanOrEqual(8)
  expect(new Set(server.mails.map(({ to }) => to)).size).toBeGreaterThanOrEqual(40)
})
