import type { AddressInfo } from "node:net"
import smpp, { type Pdu, type Session } from "smpp"

/**
 * A message centre on this machine. A number ending in 1 is unknown, in 2 comes too fast, in 3 is never answered, in 4 cuts the line;
 * for any other one it gives an id, and a receipt when the test asks for it.
 */
export async function startMessageCentre(password: string) {
  const submitted: (Pdu & { readonly id: string })[] = []
  const bound = new Set<Session>()
  const server = smpp.createServer((session) => {
    session.on("error", () => {})
    session.on("close", () => bound.delete(session))
    session.on("bind_transceiver", (pdu: Pdu) => {
      if (pdu.password === password) bound.add(session)
      session.send(pdu.response(pdu.password === password ? {} : { command_status: 0x0e }))
    })
    session.on("enquire_link", (pdu: Pdu) => session.send(pdu.response()))
    session.on("unbind", (pdu: Pdu) => session.send(pdu.response()))
    session.on("submit_sm", (pdu: Pdu) => {
      const last = pdu.destination_addr?.at(-1)
      if (last === "3") return
      if (last === "4") return session.destroy()
      const status = last === "1" ? 0x0b : last === "2" ? 0x58 : 0
      const id = `m-${submitted.length + 1}`
      if (status === 0) submitted.push(Object.assign(pdu, { id }))
      session.send(pdu.response(status === 0 ? { message_id: id } : { command_status: status }))
    })
  })
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()))
  return {
    port: (server.address() as AddressInfo).port,
    submitted,
    sessions: () => bound.size,
    /** Tells what became of a message, and resolves when that was taken. */
    tell: (fields: object) =>
      new Promise<void>((resolve) => {
        for (const session of bound) session.deliver_sm({ esm_class: 4, ...fields }, () => resolve())
      }),
    close: () => {
      for (const session of bound) session.destroy()
      return new Promise<void>((resolve) => void server.close(() => resolve()))
    },
  }
}
