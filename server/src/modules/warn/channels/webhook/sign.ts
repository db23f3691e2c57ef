import { createHmac } from "node:crypto"

/** One secret that both sides know. */
export interface SigningKey {
  readonly id: string
  readonly secret: string
}

/**
 * The header `Holdfast-Signature`: when it was signed, in seconds since 1970, and for each key its id and the HMAC-SHA256 of
 * `time.idempotency-key.body` in hexadecimal. While a secret is changed there are two, and a receiver takes either. The time lets it
 * refuse what somebody recorded and sends again.
 */
export function signatureOf(
  { at, key, body }: { readonly at: Date; readonly key: string; readonly body: string },
  keys: readonly SigningKey[],
): string {
  const time = Math.floor(at.getTime() / 1_000)
  const signed = keys.map(({ id, secret }) => {
    const mac = createHmac("sha256", secret).update(`${time}.${key}.${body}`).digest("hex")
    return `kid=${id},v1=${mac}`
  })
  return [`t=${time}`, ...signed].join(",")
}
