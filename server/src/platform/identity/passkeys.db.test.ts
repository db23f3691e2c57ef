import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto"
import { ManualClock } from "@holdfast/kernel"
import pino from "pino"
import { afterAll, expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { buildHttp } from "../http/index.ts"
import { identityErrors } from "./errors.ts"
import { AttemptLimit, createIdentity } from "./index.ts"
import { Passkeys } from "./passkeys.ts"

const { world } = await openTestWorld()
const wall = new ManualClock("2026-07-30T19:00:00Z")
const onError = (error: unknown) => {
  throw error
}
const origin = "https://city.example"
const identity = await createIdentity({ world, publicUrl: origin, timeZone: "Asia/Shanghai", wall, onError })
const app = await buildHttp({
  world,
  language: "en",
  authenticate: identity.authenticate,
  mayHear: (_event, actor) => actor !== undefined,
  logger: pino({ level: "silent" }),
  routes: identity.routes,
})
afterAll(async () => {
  await app.close()
  await identity.stop()
})

/** CBOR (RFC 8949) of the few types that an authenticator's answer is made of. */
function cbor(value: number | string | Buffer | Map<number | string, unknown>): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255])
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value)
  if (typeof value === "string") return Buffer.concat([head(3, Buffer.byteLength(value)), Buffer.from(value)])
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value])
  const items = [...value].flatMap(([key, item]) => [cbor(key), cbor(item as number)])
  return Buffer.concat([head(5, value.size), ...items])
}

/** An authenticator with one ES256 key, as WebAuthn describes it (6.1 and 6.5). */
class Authenticator {
  readonly #keys = generateKeyPairSync("ec", { namedCurve: "P-256" })
  readonly #id = randomBytes(16)
  #counter = 0

  create(challenge: string, from = origin) {
    const { x, y } = this.#keys.publicKey.export({ format: "jwk" })
    const point = (part: string | undefined) => Buffer.from(part!, "base64url")
    const key = cbor(
      new Map<number, unknown>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, point(x)],
        [-3, point(y)],
      ]),
    )
    const length = Buffer.from([0, this.#id.length])
    const authData = Buffer.concat([this.#data(0x45), Buffer.alloc(16), length, this.#id, key])
    const attestation = cbor(
      new Map<string, unknown>([
        ["fmt", "none"],
        ["attStmt", new Map()],
        ["authData", authData],
      ]),
    )
    return this.#answer({ clientDataJSON: client("webauthn.create", challenge, from), attestationObject: attestation })
  }

  get(challenge: string, from = origin) {
    this.#counter += 1
    const data = this.#data(0x05)
    const clientDataJSON = client("webauthn.get", challenge, from)
    const hash = createHash("sha256").update(clientDataJSON).digest()
    const signature = sign("sha256", Buffer.concat([data, hash]), this.#keys.privateKey)
    return this.#answer({ clientDataJSON, authenticatorData: data, signature })
  }

  #data(flags: number): Buffer {
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(this.#counter)
    return Buffer.concat([createHash("sha256").update("city.example").digest(), Buffer.from([flags]), counter])
  }
  #answer(response: Record<string, Buffer>) {
    const id = this.#id.toString("base64url")
    const written = Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, bytes.toString("base64url")]))
    return { id, rawId: id, type: "public-key", clientExtensionResults: {}, response: written }
  }
}
const client = (type: string, challenge: string, from: string) =>
  Buffer.from(JSON.stringify({ type, challenge, origin: from, crossOrigin: false }))

async function post(url: string, payload?: object, cookie = "") {
  const answer = await app.inject({ method: "POST", url, headers: { cookie }, ...(payload && { payload }) })
  return {
    status: answer.statusCode,
    body: answer.body ? answer.json() : undefined,
    cookie: String(answer.headers["set-cookie"]).split(";")[0]!,
  }
}
const signInChallenge = async () => (await post("/api/session/passkey/options")).body.challenge as string
const become = async (role: string) => (await post("/api/demo/session", { role })).cookie

const mine = new Authenticator()

test("a passkey is added by who is signed in, and signs them in later", async () => {
  expect((await post("/api/passkeys/options")).status).toBe(401)
  const cookie = await become("approver")
  const { body: options } = await post("/api/passkeys/options", undefined, cookie)
  expect(options).toMatchObject({ rp: { id: "city.example" }, user: { name: "zhao" } })
  expect((await post("/api/passkeys", mine.create(options.challenge), cookie)).status).toBe(201)
  const back = await post("/api/session/passkey", mine.get(await signInChallenge()))
  expect(back.status).toBe(204)
  const session = await app.inject({ url: "/api/session", headers: { cookie: back.cookie } })
  expect(session.json()).toMatchObject({ account: "zhao", role: "approver" })
})

test("a session that is older than five minutes adds none where there is no password to ask for", async () => {
  const cookie = await become("approver")
  wall.advanceByMs(5 * 60_000)
  expect((await post("/api/passkeys/options", {}, cookie)).status).toBe(200)
  wall.advanceByMs(1)
  expect((await post("/api/passkeys/options", {}, cookie)).body).toMatchObject({ status: 403, code: "IDENTITY_SIGN_IN_ANEW" })
})

test("an answer is refused a second time, late, from another page, by a stranger's key, and for another's challenge", async () => {
  const refused = async (answer: object) => {
    expect((await post("/api/session/passkey", answer)).body).toMatchObject({ status: 401, code: "IDENTITY_PASSKEY_REFUSED" })
  }
  const challenge = await signInChallenge()
  const answer = mine.get(challenge)
  expect((await post("/api/session/passkey", answer)).status).toBe(204)
  await refused(answer)
  const late = await signInChallenge()
  wall.advanceByMs(5 * 60_000 + 1)
  await refused(mine.get(late))
  await refused(mine.get(await signInChallenge(), "https://city.example.evil"))
  await refused(new Authenticator().get(await signInChallenge()))
  await refused(mine.get("bm90IGEgY2hhbGxlbmdl"))
  const [li, sun] = [await become("duty-officer"), await become("leader")]
  const { body: options } = await post("/api/passkeys/options", undefined, li)
  const taken = await post("/api/passkeys", new Authenticator().create(options.challenge), sun)
  expect(taken.body).toMatchObject({ code: "IDENTITY_PASSKEY_REFUSED" })
})

test("a proof counts for the one act that it was asked for, for its account, and once", async () => {
  const attempts = new AttemptLimit(wall, identityErrors.PASSKEY_TOO_MANY)
  const passkeys = new Passkeys({ world, wall, attempts, publicUrl: origin })
  const act = { account: "zhao", about: "warn.approve W v1" }
  const answer = async () => mine.get((await passkeys.proofOptions(act.account, act.about)).challenge) as never
  const prove = (given: never, about = act) => passkeys.verifyProof(given, about, { ip: "192.0.2.1" })
  await expect(prove(await answer(), { ...act, about: "warn.approve W v2" })).rejects.toThrow("IDENTITY_PASSKEY_REFUSED")
  await expect(prove(await answer(), { ...act, account: "li" })).rejects.toThrow("IDENTITY_PASSKEY_REFUSED")
  await expect(prove(mine.get(await signInChallenge()) as never)).rejects.toThrow("IDENTITY_PASSKEY_REFUSED")
  const once = await answer()
  await prove(once)
  await expect(prove(once)).rejects.toThrow("IDENTITY_PASSKEY_REFUSED")
  // Nor does the proof of an act open a session.
  const challenge = (await passkeys.proofOptions("zhao", act.about)).challenge
  expect((await post("/api/session/passkey", mine.get(challenge))).status).toBe(401)
})

test("an authenticator that was copied shows by its counter", async () => {
  const copied = new Authenticator()
  const cookie = await become("engineer")
  const { body: options } = await post("/api/passkeys/options", undefined, cookie)
  await post("/api/passkeys", copied.create(options.challenge), cookie)
  const old = copied.get(await signInChallenge())
  const challenge = await signInChallenge()
  const newer = copied.get(challenge)
  expect((await post("/api/session/passkey", newer)).status).toBe(204)
  expect((await post("/api/session/passkey", old)).status).toBe(401)
})

test("a bare number as address has no passkeys, and says so", async () => {
  const local = await createIdentity({ world, publicUrl: "http://127.0.0.1:8080", timeZone: "Asia/Shanghai", wall, onError })
  const there = await buildHttp({
    world,
    language: "en",
    authenticate: local.authenticate,
    mayHear: (_event, actor) => actor !== undefined,
    logger: pino({ level: "silent" }),
    routes: local.routes,
  })
  const answer = await there.inject({ method: "POST", url: "/api/session/passkey/options" })
  expect(answer.json()).toMatchObject({ status: 503, code: "IDENTITY_PASSKEY_NEEDS_NAME" })
  expect((await there.inject({ url: "/sign-in" })).body).not.toContain("data-passkey")
  await there.close()
  await local.stop()
})

test("its owner names and removes a passkey; their other sessions end, and it signs nobody in any more", async () => {
  const key = new Authenticator()
  const here = await become("leader")
  const elsewhere = await become("leader")
  const { body: options } = await post("/api/passkeys/options", undefined, here)
  await post("/api/passkeys", key.create(options.challenge), here)
  const ask = (method: "GET" | "PATCH" | "DELETE", cookie: string, id = "", payload?: object) =>
    app.inject({ method, url: `/api/passkeys${id && `/${id}`}`, headers: { cookie }, ...(payload && { payload }) })
  const [own] = (await ask("GET", here)).json().passkeys
  expect(own).toMatchObject({ name: null })
  expect((await ask("PATCH", await become("approver"), own.id, { name: "stolen" })).statusCode).toBe(404)
  expect((await ask("PATCH", here, own.id, { name: "  Desk phone " })).statusCode).toBe(204)
  expect((await ask("GET", here)).json().passkeys).toMatchObject([{ name: "Desk phone" }])
  expect((await ask("DELETE", here, own.id)).statusCode).toBe(204)
  expect((await ask("GET", here)).json().passkeys).toEqual([])
  expect((await ask("GET", elsewhere)).statusCode).toBe(401)
  expect((await post("/api/session/passkey", key.get(await signInChallenge()))).status).toBe(401)
})

test("guessing with passkeys stops for an hour, apart from passwords", async () => {
  wall.advanceByMs(3_600_000)
  const guess = new Authenticator()
  const attempt = async () => (await post("/api/session/passkey", guess.get(await signInChallenge()))).body
  for (let i = 0; i < 10; i += 1) expect(await attempt()).toMatchObject({ code: "IDENTITY_PASSKEY_REFUSED" })
  expect(await attempt()).toMatchObject({ status: 429, code: "IDENTITY_PASSKEY_TOO_MANY" })
  const password = await post("/api/session", { account: "zhao", password: "wrong pass phrase", code: "000000" })
  expect(password.status).toBe(401)
  expect((await post("/api/session/passkey", mine.get(await signInChallenge()))).status).toBe(204)
  wall.advanceByMs(3_600_000)
  expect(await attempt()).toMatchObject({ code: "IDENTITY_PASSKEY_REFUSED" })
})
