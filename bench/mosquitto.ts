import { spawn } from "node:child_process"
import fs from "node:fs"
import net from "node:net"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { findFreePort } from "../server/src/platform/http/index.ts"

const PLACES = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"]

export interface Mosquitto {
  readonly port: number
  stop(): void
}

/** A Mosquitto of its own that accepts and stores nothing; undefined where none is installed. */
export async function startMosquitto(folder: string): Promise<Mosquitto | undefined> {
  const program = PLACES.find((place) => fs.existsSync(place))
  if (!program) return undefined
  const port = await findFreePort("127.0.0.1")
  const file = path.join(folder, "mosquitto.conf")
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(
    file,
    `listener ${port} 127.0.0.1\nallow_anonymous true\npersistence false\nlog_type none\nmax_inflight_messages 20\n`,
  )
  const child = spawn(program, ["-c", file], { stdio: "ignore" })
  while (!(await answers(port))) await wait(50)
  return { port, stop: () => void child.kill() }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined))
    socket.on("error", () => resolve(false))
  })
}
