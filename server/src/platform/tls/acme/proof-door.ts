import http from "node:http"
import { tlsErrors } from "../errors.ts"
import type { AcmePlan } from "./plan.ts"

const PROOF_PATH = "/.well-known/acme-challenge/"
/** A proof is a short text; whoever sends more than a request line and a few headers wants something else. */
const HEADERS_MAX_BYTES = 8_192

/**
 * The plain HTTP port where the authority asks for our proof (RFC 8555, 8.3). Everybody else is sent on to the city, which
 * speaks HTTPS. It keeps no address.
 */
export class ProofDoor {
  readonly #plan: AcmePlan
  readonly #proofs = new Map<string, string>()
  #server: http.Server | undefined

  constructor(plan: AcmePlan) {
    this.#plan = plan
  }

  /** Listens, unless it does already. Throws `CLI_ACME_PORT`. */
  async open(): Promise<void> {
    if (this.#server) return
    const { host, listen } = this.#plan
    const server = http.createServer({ maxHeaderSize: HEADERS_MAX_BYTES }, (request, response) => this.#answer(request, response))
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject)
      server.listen({ host: listen.host, port: listen.port }, resolve)
    }).catch((error: NodeJS.ErrnoException) => {
      throw tlsErrors.ACME_PORT({ host, port: listen.port, reason: error.code ?? error.message }, { cause: error })
    })
    this.#server = server
  }

  show(token: string, proof: string): void {
    this.#proofs.set(token, proof)
  }

  hide(token: string): void {
    this.#proofs.delete(token)
  }

  async close(): Promise<void> {
    const server = this.#server
    this.#server = undefined
    if (!server) return
    const closed = new Promise((resolve) => server.close(resolve))
    server.closeAllConnections()
    await closed
  }

  #answer(request: http.IncomingMessage, response: http.ServerResponse): void {
    const url = request.url ?? "/"
    const proof = url.startsWith(PROOF_PATH) ? this.#proofs.get(url.slice(PROOF_PATH.length)) : undefined
    if (proof !== undefined) response.writeHead(200, { "content-type": "application/octet-stream" }).end(proof)
    else if (url.startsWith(PROOF_PATH)) response.writeHead(404).end()
    else response.writeHead(308, { location: this.#plan.publicUrl + (url.startsWith("/") ? url : "/") }).end()
  }
}
