import { createHash, randomBytes } from "node:crypto"
import type { Socket } from "node:net"
import type { AppError, Clock } from "@holdfast/kernel"
import type { FastifyRequest } from "fastify"
import { networkOf } from "../http/index.ts"

const HOUR_MS = 3_600_000
const MINUTE_MS = 60_000
/** Failures in one hour. An office of fifty people behind one address still gets in. */
const ACCOUNT_MAX = 10
const ADDRESS_MAX = 100
/** What is remembered at most; past it the oldest goes, and the limit by account still holds. */
const REMEMBERED_MAX = 50_000

/**
 * Counts failed sign-ins by account, or passkey, and by address, of IPv6 by its /64. This is the one place that looks at a client's
 * address: as a hash under a random salt that is thrown away with all counts each hour, only in memory. Neither is ever stored or
 * logged.
 */
export class AttemptLimit {
  readonly #wall: Clock
  readonly #refusal: (values: { readonly minutes: number }) => AppError
  #hour = -1
  #salt = randomBytes(16)
  #failures = new Map<string, number>()

  /** @param refusal what is thrown past the limit, with the minutes until the count begins anew */
  constructor(wall: Clock, refusal: (values: { readonly minutes: number }) => AppError) {
    this.#wall = wall
    this.#refusal = refusal
  }

  /** Throws the refusal. */
  check(account: string, request: Pick<FastifyRequest, "ip">): void {
    this.#rotate()
    const { byAccount, byAddress } = this.#keys(account, request)
    if (this.#count(byAccount) < ACCOUNT_MAX && this.#count(byAddress) < ADDRESS_MAX) return
    const left = (this.#hour + 1) * HOUR_MS - this.#wall.now().getTime()
    throw this.#refusal({ minutes: Math.ceil(left / MINUTE_MS) })
  }

  failed(account: string, request: Pick<FastifyRequest, "ip">): void {
    this.#rotate()
    for (const key of Object.values(this.#keys(account, request))) {
      const count = this.#count(key) + 1
      this.#failures.delete(key)
      this.#failures.set(key, count)
    }
    for (const [oldest] of this.#failures) {
      if (this.#failures.size <= REMEMBERED_MAX) break
      this.#failures.delete(oldest)
    }
  }

  /**
   * Asks whether somebody proves who they are, where that takes a while: counted as failed before it is known, so that what comes
   * at once is counted at once. Taken back when it was right, and when `guess` throws, which says nothing about who asked. Throws
   * the refusal.
   *
   * @param guess gives undefined when it was wrong
   */
  async during<T>(
    account: string,
    request: Pick<FastifyRequest, "ip">,
    guess: () => Promise<T | undefined>,
  ): Promise<T | undefined> {
    this.check(account, request)
    this.failed(account, request)
    const counted = Object.values(this.#keys(account, request))
    let isWrong = false
    try {
      const found = await guess()
      isWrong = found === undefined
      return found
    } finally {
      if (!isWrong) for (const key of counted) this.#takeBack(key)
    }
  }

  succeeded(account: string): void {
    this.#failures.delete(this.#hash("account", account))
  }

  #keys(account: string, request: Pick<FastifyRequest, "ip">) {
    return { byAccount: this.#hash("account", account), byAddress: this.#hash("address", networkOf(request.ip)) }
  }
  /** In another hour there is no such key any more, and nothing to take back. */
  #takeBack(key: string): void {
    const count = this.#count(key) - 1
    if (count > 0) this.#failures.set(key, count)
    else this.#failures.delete(key)
  }
  #count(key: string): number {
    return this.#failures.get(key) ?? 0
  }
  #hash(kind: string, value: string): string {
    return createHash("sha256").update(this.#salt).update(`${kind} ${value}`).digest("base64")
  }
  #rotate(): void {
    const hour = Math.floor(this.#wall.now().getTime() / HOUR_MS)
    if (hour === this.#hour) return
    this.#hour = hour
    this.#salt = randomBytes(16)
    this.#failures.clear()
  }
}

/** The address of whoever asks over HTTP or holds a connection, to be counted and nothing else. */
export function callerOf(caller: Pick<FastifyRequest, "ip"> | Pick<Socket, "remoteAddress">): string {
  return ("ip" in caller ? caller.ip : caller.remoteAddress) ?? ""
}
