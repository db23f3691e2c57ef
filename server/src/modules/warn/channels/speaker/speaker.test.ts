import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { afterAll, expect, test } from "vitest"
import { startHttpGateway } from "../test/http-gateway.ts"
import { deliveryOf, messageOf, toolsOf, unbroken } from "../test/message.ts"
import { speakerKind } from "./index.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-speaker-"))
const gateway = await startHttpGateway()
afterAll(async () => {
  await gateway.close()
  fs.rmSync(folder, { recursive: true, force: true })
})
const open = (settings: object) =>
  speakerKind.open({ settings: speakerKind.settings.parse(settings), secrets: { token: "s3cret" }, tools: toolsOf("/nowhere") })

test("by file: the words to be spoken and the CAP message, whole, one pair for each area and message", async () => {
  const plugIn = open({ by: "file", folder })
  for (let i = 0; i < 2; i += 1) {
    expect(await plugIn.send(deliveryOf("linjiang/xihe"), unbroken)).toEqual({ result: "accepted" })
  }
  await plugIn.send(deliveryOf("../../etc", { key: "7-3-42" }), unbroken)
  const names = fs.readdirSync(folder).toSorted()
  expect(names).toEqual([
    expect.stringMatching(/^W-88-_etc-[0-9a-f]{8}\.txt$/),
    expect.stringMatching(/^W-88-_etc-[0-9a-f]{8}\.xml$/),
    expect.stringMatching(/^W-88-linjiang_xihe-[0-9a-f]{8}\.txt$/),
    expect.stringMatching(/^W-88-linjiang_xihe-[0-9a-f]{8}\.xml$/),
  ])
  expect(fs.readFileSync(path.join(folder, names[2]!), "utf8")).toBe(`${messageOf().speech}\n`)
  expect(fs.readFileSync(path.join(folder, names[3]!), "utf8")).toBe(messageOf().xml)
})

test("a folder that is gone is tried again", async () => {
  const gone = open({ by: "file", folder: path.join(folder, "gone") })
  expect(await gone.send(deliveryOf("linjiang/xihe"), unbroken)).toEqual({ result: "retry", reason: "no-connection" })
})

test("by HTTP: the same, with a key that tells a second attempt", async () => {
  const plugIn = open({ by: "http", url: gateway.url })
  for (let i = 0; i < 2; i += 1) await plugIn.send(deliveryOf("linjiang/xihe", { attempt: i + 1 }), unbroken)
  const [first, second] = gateway.asked
  expect(first!.headers).toMatchObject({ authorization: "Bearer s3cret", "idempotency-key": second!.headers["idempotency-key"] })
  const { area, speech, cap } = JSON.parse(first!.body) as Record<string, string>
  expect([area, speech, cap]).toEqual(["linjiang/xihe", messageOf().speech, messageOf().xml])
  gateway.answerWith({ status: 503, headers: { "retry-after": "5" }, body: "" })
  expect(await plugIn.send(deliveryOf("a"), unbroken)).toEqual({ result: "retry", reason: "throttled", afterMs: 5_000 })
})

test.each([{ by: "file", folder: "relative" }, { by: "file" }, { by: "http", url: "ftp://x" }])("%j is refused", (settings) => {
  expect(speakerKind.settings.safeParse(settings).success).toBe(false)
})
