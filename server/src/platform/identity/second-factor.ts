import { createHash } from "node:crypto"
import { humanCode, parseHumanCode } from "@holdfast/kernel"
import type { Kysely } from "kysely"
import { Secret, TOTP } from "otpauth"
import type { FactorKey } from "./factor-key.ts"
import type { HashFor } from "./hash-gate.ts"
import { deriveHash } from "./password.ts"
import { useRecoveryCode, useTotpStep } from "./store/credential-store.ts"

const RECOVERY_CODES = 10
const SECRET_BYTES = 20
const PERIOD_S = 30
/** Steps before and after the present one that still count, for clocks that are a little off (RFC 6238, 5.2). */
const WINDOW = 1
const SIX_DIGITS = /^\d{6}$/

/** A new secret in base 32, and as the address that an authenticator app reads. */
export function newTotpSecret(account: string, issuer: string): { secret: string; uri: string } {
  const secret = new Secret({ size: SECRET_BYTES })
  return { secret: secret.base32, uri: new TOTP({ issuer, label: account, secret, period: PERIOD_S }).toString() }
}

/** Ten codes for the day when the phone is gone, each good once; only their slow hashes are kept. */
export async function newRecoveryCodes(account: string): Promise<{ codes: string[]; hashes: Buffer[] }> {
  const codes = Array.from({ length: RECOVERY_CODES }, () => humanCode())
  return { codes, hashes: await Promise.all(codes.map((code) => hashRecoveryCode(account, code, "own"))) }
}

/** The time step whose six digits these are at `now`; undefined for anything else. */
export function codeStep(secret: string, code: string, now: Date): number | undefined {
  const digits = withoutSpaces(code)
  if (!SIX_DIGITS.test(digits)) return undefined
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: PERIOD_S })
  const offset = totp.validate({ token: digits, timestamp: now.getTime(), window: WINDOW })
  return offset === null ? undefined : Math.floor(now.getTime() / 1000 / PERIOD_S) + offset
}

/**
 * Checks what was typed as the second factor, and uses it up: six digits, or a recovery code, which works without the key too.
 * Throws `IDENTITY_FACTOR_KEY_MISSING`, `IDENTITY_BUSY`.
 */
export async function useSecondFactor(
  db: Kysely<unknown>,
  key: FactorKey,
  { account, totpSealed, code, now }: { account: string; totpSealed: Buffer; code: string; now: Date },
): Promise<boolean> {
  if (SIX_DIGITS.test(withoutSpaces(code))) {
    const step = codeStep(key.open(account, totpSealed), code, now)
    return step !== undefined && useTotpStep(db, account, step)
  }
  const recovery = parseHumanCode(code)
  return recovery !== undefined && useRecoveryCode(db, account, await hashRecoveryCode(account, recovery, "guess"))
}

const withoutSpaces = (code: string) => code.replaceAll(/\s/g, "")

/** The codes are random (49 bits), so the account's own name is salt enough to keep one table from serving for all. */
function hashRecoveryCode(account: string, code: string, purpose: HashFor): Promise<Buffer> {
  return deriveHash(code, createHash("sha256").update(`holdfast recovery code ${account}`).digest(), purpose)
}
