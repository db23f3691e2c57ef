import { spawn } from "node:child_process"
import fs from "node:fs"
import net from "node:net"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { findFreePort } from "../server/src/platform/http/index.ts"

const MODULE = "/usr/lib/nginx/modules/ngx_nchan_module.so"
const PROGRAM = "/usr/sbin/nginx"

export interface Nchan {
  readonly subscribeUrl: string
  publish(text: string): Promise<void>
  stop(): void
}

/** An nginx of its own with nchan: one channel in memory, one process for each core; undefined where it is not installed. */
export async function startNchan(folder: string): Promise<Nchan | undefined> {
  if (!fs.existsSync(MODULE) || !fs.existsSync(PROGRAM)) return undefined
  const port = await findFreePort("127.0.0.1")
  fs.mkdirSync(folder, { recursive: true })
  const file = path.join(folder, "nginx.conf")
  fs.writeFileSync(
    file,
    `load_module ${MODULE};
daemon off; pid ${folder}/nginx.pid; error_log ${folder}/error.log crit; worker_processes auto; worker_rlimit_nofile 60000;
events { worker_connections 30000; }
http {
  access_log off; nchan_shared_memory_size 256m;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  server {
    listen 127.0.0.1:${port} backlog=4096;
    location = /publish { nchan_publisher; nchan_channel_id news; nchan_message_buffer_length 100; }
    location = /news { nchan_subscriber eventsource; nchan_channel_id news; nchan_subscriber_first_message newest; }
  }
}
`,
  )
  const child = spawn(PROGRAM, ["-c", file, "-p", folder], { stdio: "ignore" })
  while (!(await answers(port))) await wait(50)
  return {
    subscribeUrl: `http://127.0.0.1:${port}/news`,
    publish: async (text) => {
      const answer = await fetch(`http://127.0.0.1:${port}/publish`, { method: "POST", body: text })
      if (!answer.ok) throw new Error(`nchan: ${answer.status}`)
    },
    stop: () => void child.kill("SIGQUIT"),
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, "127.0.0.1", () => resolve(socket.destroy() !== undefined))
    socket.on("error", () => resolve(false))
  })
}
