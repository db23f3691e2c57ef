import net from "node:net"

// `node connect-storm.ts <port> <count>`: opens so many connections at once. Every second one says CONNECT, the others say nothing.
// Prints how many were accepted by the broker once they are, and stays until it is killed. A process of its own, because the files
// that one process may open are counted.

const [port, count] = process.argv.slice(2).map(Number)
const wanted = Math.floor(count! / 2)
let accepted = 0
for (let i = 0; i < count!; i += 1) {
  const socket = net.connect(port!, "127.0.0.1")
  socket.on("error", () => {})
  if (i % 2 === 0) continue
  const id = `storm-${i}`
  const connect = Buffer.concat([
    Buffer.of(0x10, 12 + id.length),
    Buffer.from("\0\u0004MQTT\u0004"),
    Buffer.of(2, 0, 0, 0, id.length),
    Buffer.from(id),
  ])
  socket.write(connect)
  socket.once("data", (connack) => {
    if (connack[3] !== 0) return
    accepted += 1
    if (accepted === wanted) process.stdout.write(`accepted ${accepted}\n`)
  })
}
