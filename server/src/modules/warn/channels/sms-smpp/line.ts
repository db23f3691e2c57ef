import smpp, { type Pdu, type Session } from "smpp"

const CONNECT_MS = 10_000
const ANSWER_MS = 15_000
const AGAIN_FIRST_MS = 1_000
const AGAIN_MOST_MS = 60_000

export interface LineOptions {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly enquireMs: number
  readonly bind: Readonly<Record<string, string>>
  /** What the centre sends on its own. It gets its answer when this is done. */
  readonly onDeliver: (pdu: Pdu) => Promise<void>
}

export class LineFailed extends Error {
  readonly reason: "no-connection" | "not-authorized" | "timed-out"
  readonly afterMs: number | undefined
  constructor(reason: LineFailed["reason"], afterMs?: number) {
    super(reason)
    this.reason = reason
    this.afterMs = afterMs
  }
}

/**
 * One bound session with a message centre. It is opened when something is to be sent, kept awake with `enquire_link`, and opened anew
 * after 1, 2, 4 … 60 seconds when it broke: until then whatever is to be sent fails at once and says when to come again.
 */
export class Line {
  readonly #options: LineOptions
  #session: Promise<Session> | undefined
  #againMs = AGAIN_FIRST_MS
  #notBefore = 0
  #closed = false

  constructor(options: LineOptions) {
    this.#options = options
  }

  /** Throws `LineFailed`. */
  async submit(fields: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Pdu> {
    const session = await this.#bound()
    return answerOf(session, (answered) => session.submit_sm(fields, answered), signal)
  }

  async close(): Promise<void> {
    this.#closed = true
    const session = await this.#session?.catch(() => undefined)
    if (!session) return
    await answerOf(session, (answered) => session.unbind(answered), AbortSignal.timeout(1_000)).catch(() => {})
    session.destroy()
  }

  #bound(): Promise<Session> {
    const leftMs = this.#notBefore - performance.now()
    if (!this.#session && leftMs > 0) return Promise.reject(new LineFailed("no-connection", Math.ceil(leftMs)))
    this.#session ??= this.#open().catch((error: unknown) => {
      this.#broke()
      throw error
    })
    return this.#session
  }

  async #open(): Promise<Session> {
    const { host, port, tls, bind, enquireMs, onDeliver } = this.#options
    const session = smpp.connect({ host, port, tls })
    let alive: NodeJS.Timeout | undefined
    // What breaks a session also closes it.
    session.on("error", () => session.destroy())
    session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()))
    session.on("unbind", (pdu: Pdu) => {
      session.send(pdu.response())
      session.destroy()
    })
    session.on("deliver_sm", (pdu: Pdu) => {
      // Unanswered, the centre sends it again.
      onDeliver(pdu).then(
        () => session.send(pdu.response()),
        () => session.destroy(),
      )
    })
    const slow = setTimeout(() => session.destroy(), CONNECT_MS)
    try {
      await new Promise<void>((resolve, reject) => {
        session.once(tls ? "secureConnect" : "connect", () => resolve())
        session.once("close", () => reject(new LineFailed("no-connection")))
      })
      const answer = await answerOf(
        session,
        (answered) => session.bind_transceiver(bind, answered),
        AbortSignal.timeout(ANSWER_MS),
      )
      if (answer.command_status !== 0) throw new LineFailed("not-authorized")
    } catch (error) {
      session.destroy()
      throw error
    } finally {
      clearTimeout(slow)
    }
    this.#againMs = AGAIN_FIRST_MS
    alive = setInterval(() => {
      answerOf(session, (answered) => session.enquire_link(answered), AbortSignal.timeout(ANSWER_MS)).catch(() =>
        session.destroy(),
      )
    }, enquireMs)
    session.once("close", () => {
      clearInterval(alive)
      this.#broke()
    })
    if (this.#closed) session.destroy()
    return session
  }

  #broke(): void {
    this.#session = undefined
    this.#notBefore = performance.now() + this.#againMs
    this.#againMs = Math.min(AGAIN_MOST_MS, this.#againMs * 2)
  }
}

/** The answer to what `ask` sends. Throws `LineFailed` when the line breaks first, or it takes too long. */
function answerOf(session: Session, ask: (answered: (pdu: Pdu) => void) => boolean, signal: AbortSignal): Promise<Pdu> {
  return new Promise((resolve, reject) => {
    const late = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)])
    const onLate = () => settle(() => reject(new LineFailed("timed-out")))
    const onClose = () => settle(() => reject(new LineFailed("no-connection")))
    const settle = (end: () => void) => {
      late.removeEventListener("abort", onLate)
      session.off("close", onClose)
      end()
    }
    late.addEventListener("abort", onLate)
    session.once("close", onClose)
    if (!ask((pdu) => settle(() => resolve(pdu)))) onClose()
    else if (late.aborted) onLate()
  })
}
