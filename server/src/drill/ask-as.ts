import type { FastifyInstance } from "fastify"
import { reportFlood } from "./report-flood.ts"

/** What a person at a browser can ask the drill's own server, by role. Rejects with the server's words when it refuses. */
export type AskAs = <T>(role: string, method: "GET" | "POST" | "PATCH", path: string, body?: unknown) => Promise<T>

type Injectable = Pick<FastifyInstance, "inject">

/** People of the cast speak to the drill's own server as a browser would, each signed in under their role. */
export function askAs(app: Injectable): { ask: AskAs; report(): Promise<void> } {
  const cookies = new Map<string, string>()
  const headers = { "sec-fetch-site": "same-origin", "accept-language": "en" }

  const signIn = async (role: string): Promise<string> => {
    const known = cookies.get(role)
    if (known) return known
    const answer = await app.inject({ method: "POST", url: "/api/demo/session", headers, payload: { role } })
    const cookie = answer.cookies.map(({ name, value }) => `${name}=${value}`).join("; ")
    cookies.set(role, cookie)
    return cookie
  }

  return {
    async ask<T>(role: string, method: "GET" | "POST" | "PATCH", path: string, body?: unknown): Promise<T> {
      const answer = await app.inject({
        method,
        url: path,
        headers: { ...headers, cookie: await signIn(role) },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      if (answer.statusCode >= 400) throw new Error(`${role}: ${method} ${path} was refused: ${answer.body}`)
      return (answer.body === "" ? undefined : answer.json()) as T
    },
    report: () => reportFlood(app),
  }
}
