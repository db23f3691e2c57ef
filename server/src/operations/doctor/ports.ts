import net from "node:net"
import { type Finding, finding } from "./finding.ts"

/** Whether the ports that a start needs can be had; those that are taken while our own server runs are its own. */
export async function examinePorts(host: string, ports: Readonly<Record<string, number>>, running: boolean): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const [name, port] of Object.entries(ports)) {
    if (port === 0) continue
    const failure = await tryPort(host, port)
    const values = { name, port, host, reason: failure ?? "" }
    if (failure === undefined) findings.push(finding("ok", "portFree", values))
    else if (failure !== "EADDRINUSE") findings.push(finding("problem", "portRefused", values))
    else findings.push(running ? finding("ok", "portOurs", values) : finding("problem", "portTaken", values))
  }
  return findings
}

/** Listens for a moment. Gives the system's code when that fails. */
function tryPort(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(undefined)))
  })
}
