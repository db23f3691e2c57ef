import { tlsErrors } from "../errors.ts"
import { accountKey, keepCertificate } from "./files.ts"
import type { AcmePlan } from "./plan.ts"
import type { ProofDoor } from "./proof-door.ts"

const ANSWER_TIMEOUT_MS = 30_000
/** An authority looks at a proof within seconds; past this it is asked again another time. */
const POLLS_MAX = 20
const POLL_MIN_MS = 1_000
const POLL_MAX_MS = 10_000

/** Loaded only where a certificate is ordered: every other start would wait a quarter of a second for it. */
async function loadClient() {
  const { default: acme } = await import("acme-client")
  // When to try again is the keeper's to decide: the library would wait for minutes at a directory that does not answer.
  Object.assign(acme.axios.defaults, { timeout: ANSWER_TIMEOUT_MS })
  Object.assign((acme.axios.defaults as unknown as { acmeSettings: object }).acmeSettings, { retryMaxAttempts: 0 })
  return acme
}

/**
 * Fetches a certificate with a new key and keeps both. The terms of the authority were agreed to in the settings. Throws
 * `CLI_ACME_PORT` and `CLI_ACME_FAILED`.
 */
export async function orderCertificate(plan: AcmePlan, door: ProofDoor): Promise<void> {
  await door.open()
  const { directory, email, host, folder, listen } = plan
  try {
    const acme = await loadClient()
    await requireReachable(directory)
    const client = new acme.Client({
      directoryUrl: directory,
      accountKey: accountKey(folder),
      backoffAttempts: POLLS_MAX,
      backoffMin: POLL_MIN_MS,
      backoffMax: POLL_MAX_MS,
    })
    const [key, csr] = await acme.crypto.createCsr(
      { commonName: host, altNames: [host] },
      await acme.crypto.createPrivateEcdsaKey("P-256"),
    )
    const chain = await client.auto({
      csr,
      ...(email ? { email } : {}),
      termsOfServiceAgreed: true,
      challengePriority: ["http-01"],
      // Behind a router a server often does not reach itself by its public name, though everybody else does.
      skipChallengeVerification: true,
      challengeCreateFn: async (_authorization, { token }, proof) => door.show(token, proof),
      challengeRemoveFn: async (_authorization, { token }) => door.hide(token),
    })
    keepCertificate(folder, { key: key.toString(), chain })
  } catch (error) {
    throw tlsErrors.ACME_FAILED({ host, directory, port: listen.port, reason: reasonOf(error) }, { cause: error })
  }
}

/** Asked first, because the library loses the reason when nobody answers. */
async function requireReachable(directory: string): Promise<void> {
  const { ok, status } = await fetch(directory, { signal: AbortSignal.timeout(ANSWER_TIMEOUT_MS) })
  if (!ok) throw new Error(`HTTP ${status}`)
}

/** `fetch` puts the reason into its cause, and a refused connection to a name with two addresses has only a code. */
function reasonOf(error: unknown): string {
  const { message, code } = ((error as Error).cause ?? error) as { message?: string; code?: string }
  return (message || code || String(error)).replace(/\.$/, "")
}
