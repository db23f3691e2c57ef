// The package brings no types. This is what we use of it (SMPP 3.4).
declare module "smpp" {
  import type { EventEmitter } from "node:events"
  import type { Server as NetServer, Socket } from "node:net"

  export interface Pdu {
    readonly command: string
    readonly command_status: number
    readonly message_id?: string
    readonly esm_class?: number
    readonly data_coding?: number
    readonly short_message?: { readonly udh?: unknown; readonly message: Buffer | string }
    readonly receipted_message_id?: string
    readonly message_state?: number
    readonly destination_addr?: string
    readonly password?: string
    readonly registered_delivery?: number
    response(fields?: Readonly<Record<string, unknown>>): Pdu
  }
  type Fields = Readonly<Record<string, unknown>>
  type Answered = (answer: Pdu) => void
  export class Session extends EventEmitter {
    readonly socket: Socket
    bind_transceiver(fields: Fields, answered: Answered): boolean
    submit_sm(fields: Fields, answered: Answered): boolean
    deliver_sm(fields: Fields, answered: Answered): boolean
    enquire_link(answered: Answered): boolean
    unbind(answered?: Answered): boolean
    send(pdu: Pdu): boolean
    destroy(): void
  }
  interface Smpp {
    connect(options: { readonly host: string; readonly port: number; readonly tls: boolean }): Session
    createServer(listener: (session: Session) => void): NetServer
  }
  const smpp: Smpp
  export default smpp
}
