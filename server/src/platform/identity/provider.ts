import { randomBytes } from "node:crypto"
import { AppError, type Clock } from "@holdfast/kernel"
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clockSkew,
  discovery,
  enableNonRepudiationChecks,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
  type ServerMetadata,
} from "openid-client"
import { identityErrors } from "./errors.ts"
import type { Subject } from "./store/account-store.ts"

/** The path under which the provider sends people back; it is registered there below the city's address. */
export const PROVIDER_BACK = "/sign-in/provider/back"
const TIMEOUT_S = 5
/** How long a person may take at the provider. */
const WAITING_MS = 10 * 60_000
const WAITING_MAX = 10_000
const METADATA_MS = 3_600_000
/** An ID token is seconds old when it comes with its code, so more than this is a clock that is wrong (OIDC Core, 3.1.3.7 no. 10). */
const CLOCK_APART_MAX_MS = 5 * 60_000

/** An OpenID Connect provider of the city, as its settings name it. */
export interface ProviderSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
}
interface Waiting {
  readonly state: string
  readonly nonce: string
  readonly verifier: string
  readonly untilMs: number
}

/**
 * Signing in at an outside provider: authorization code with PKCE, state, and nonce (OpenID Connect Core 1.0, 3.1; RFC 7636). Asks
 * for the scope `openid` alone and takes nothing from the answer but issuer and subject: tokens are dropped, no claim is kept.
 * What waits lives in memory: a restart asks for one more try.
 */
export class Provider {
  /** As people read it on the button: the provider's host. */
  readonly name: string
  /** Spelt as addresses are: the slash at the end of a setting makes no other provider. */
  readonly issuer: string
  readonly #settings: ProviderSettings
  readonly #wall: Clock
  readonly #redirectUri: string
  readonly #waiting = new Map<string, Waiting>()
  #metadata: { readonly found: Promise<ServerMetadata>; readonly untilMs: number } | undefined

  constructor({ settings, wall, publicUrl }: { settings: ProviderSettings; wall: Clock; publicUrl: string }) {
    this.#settings = settings
    this.#wall = wall
    this.#redirectUri = new URL(PROVIDER_BACK, publicUrl).href
    this.name = new URL(settings.issuer).host
    this.issuer = new URL(settings.issuer).href
  }

  /**
   * Where to send the browser, and the token that it must bring back in a cookie, so that an answer works in the browser that asked.
   * Throws `IDENTITY_PROVIDER_AWAY`.
   */
  async begin(): Promise<{ readonly url: URL; readonly token: string }> {
    const configuration = await this.#configuration()
    const now = this.#wall.now().getTime()
    for (const [oldest, { untilMs }] of this.#waiting) {
      if (this.#waiting.size < WAITING_MAX && untilMs > now) break
      this.#waiting.delete(oldest)
    }
    const token = randomBytes(32).toString("base64url")
    const waiting = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() }
    this.#waiting.set(token, { ...waiting, untilMs: now + WAITING_MS })
    const url = buildAuthorizationUrl(configuration, {
      redirect_uri: this.#redirectUri,
      scope: "openid",
      state: waiting.state,
      nonce: waiting.nonce,
      code_challenge: await calculatePKCECodeChallenge(waiting.verifier),
      code_challenge_method: "S256",
    })
    return { url, token }
  }

  /**
   * Who the provider says came back. What waited is used up, whatever comes of it. Throws `IDENTITY_PROVIDER_AWAY`,
   * `IDENTITY_PROVIDER_CLOCK`, and `IDENTITY_PROVIDER_REFUSED` for a wrong state, a code that was used, and all else.
   *
   * @param query of the address that the provider sent the browser to, with its question mark
   */
  async finish(token: string | undefined, query: string): Promise<Subject> {
    const waiting = token === undefined ? undefined : this.#waiting.get(token)
    if (token !== undefined) this.#waiting.delete(token)
    if (!waiting || waiting.untilMs <= this.#wall.now().getTime()) throw this.#refused()
    const configuration = await this.#configuration()
    try {
      const answer = await authorizationCodeGrant(configuration, new URL(query, this.#redirectUri), {
        expectedState: waiting.state,
        expectedNonce: waiting.nonce,
        pkceCodeVerifier: waiting.verifier,
        idTokenExpected: true,
      })
      const { sub, iat } = answer.claims()!
      if (Math.abs(iat * 1000 - this.#wall.now().getTime()) > CLOCK_APART_MAX_MS)
        throw identityErrors.PROVIDER_CLOCK({ provider: this.name })
      return { issuer: this.issuer, subject: sub }
    } catch (error) {
      throw this.#explain(error)
    }
  }

  async #configuration(): Promise<Configuration> {
    const { clientId, clientSecret } = this.#settings
    const server = await this.#discover()
    const byPost = server.token_endpoint_auth_methods_supported?.includes("client_secret_basic") === false
    const configuration = new Configuration(
      server,
      clientId,
      { [clockSkew]: Math.round((this.#wall.now().getTime() - Date.now()) / 1000) },
      byPost ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret),
    )
    configuration.timeout = TIMEOUT_S
    enableNonRepudiationChecks(configuration)
    if (this.#isPlain) allowInsecureRequests(configuration)
    return configuration
  }

  /** At first use, and anew each hour; one question at a time, however many people wait for its answer. */
  async #discover(): Promise<ServerMetadata> {
    const now = this.#wall.now().getTime()
    if (!this.#metadata || this.#metadata.untilMs <= now) {
      const execute = this.#isPlain ? [allowInsecureRequests] : []
      const found = discovery(new URL(this.#settings.issuer), this.#settings.clientId, undefined, undefined, {
        execute,
        timeout: TIMEOUT_S,
      }).then((configuration) => configuration.serverMetadata())
      this.#metadata = { found, untilMs: now + METADATA_MS }
    }
    try {
      return await this.#metadata.found
    } catch (error) {
      this.#metadata = undefined
      throw identityErrors.PROVIDER_AWAY({ provider: this.name }, { cause: error })
    }
  }

  /** The settings allow plain HTTP on this machine alone. */
  get #isPlain(): boolean {
    return this.#settings.issuer.startsWith("http:")
  }

  #refused(cause?: unknown): AppError {
    return identityErrors.PROVIDER_REFUSED({ provider: this.name }, { cause })
  }

  #explain(error: unknown): AppError {
    if (error instanceof AppError) return error
    const code = error instanceof Error && "code" in error ? error.code : undefined
    const values = { provider: this.name }
    if (code === "OAUTH_JWT_TIMESTAMP_CHECK_FAILED") return identityErrors.PROVIDER_CLOCK(values, { cause: error })
    const isAway = code === "OAUTH_TIMEOUT" || code === "OAUTH_RESPONSE_IS_NOT_CONFORM" || code === "OAUTH_RESPONSE_IS_NOT_JSON"
    // The fetch of Node fails with a bare TypeError when nobody answers; the library wraps it once.
    const isUnreached = error instanceof TypeError || (error instanceof Error && error.cause instanceof TypeError)
    if (isAway || isUnreached) return identityErrors.PROVIDER_AWAY(values, { cause: error })
    return this.#refused(error)
  }
}
