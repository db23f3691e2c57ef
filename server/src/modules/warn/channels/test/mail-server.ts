import type { AddressInfo, Socket } from "node:net"
import { text } from "node:stream/consumers"
import { SMTPServer } from "smtp-server"

/** A mail server on this machine. The name before the `@` says how it answers: a reply such as `451 4.7.1`, `hang`, or `cut`. */
export async function startMailServer() {
  const mails: { readonly to: string; readonly raw: string }[] = []
  const logins: string[] = []
  let open = 0
  let mostOpen = 0
  const server = new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    logger: false,
    onConnect: (_session, done) => {
      open += 1
      mostOpen = Math.max(mostOpen, open)
      done()
    },
    onClose: () => void (open -= 1),
    onAuth: ({ username, password }, _session, done) => {
      logins.push(username!)
      if (password === "s3cret") done(null, { user: username! })
      else done(new Error("no"))
    },
    onRcptTo: ({ address }, session, done) => {
      const [name] = address.split("@")
      if (name === "hang") return undefined
      if (name === "cut") return sockets.get(session.remotePort)?.destroy()
      const [code, ...words] = name!.split("_")
      const isReply = /^[45]\d\d$/.test(code!)
      return isReply ? done(Object.assign(new Error(words.join(" ")), { responseCode: Number(code) })) : done()
    },
    onData: (stream, { envelope }, done) => {
      void text(stream).then((raw) => {
        mails.push({ to: envelope.rcptTo[0]!.address, raw })
        done()
      })
    },
  })
  const sockets = new Map<number, Socket>()
  server.server.on("connection", (socket: Socket) => void sockets.set(socket.remotePort!, socket))
  server.on("error", () => {})
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", () => resolve()))
  return {
    port: (server.server.address() as AddressInfo).port,
    mails,
    logins,
    mostOpen: () => mostOpen,
    close: () => {
      for (const socket of sockets.values()) socket.destroy()
      return new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
