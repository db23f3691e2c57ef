import { cookieOf, visit } from "./visitor.ts"

/** Asks as one of the invented people; a body makes it a POST. Throws with the server's words for a refusal. */
export type Ask = <T = unknown>(role: string, path: string, body?: object) => Promise<T>

/** Signs in under a role of a demo or a drill once, and gives the cookie. */
export function drillPeople(base: string): { cookie: (role: string) => Promise<string>; ask: Ask } {
  const cookies = new Map<string, Promise<string>>()
  const cookie = (role: string): Promise<string> => {
    const known = cookies.get(role) ?? visit(base, "/api/demo/session", { json: { role } }).then(cookieOf)
    cookies.set(role, known)
    return known
  }
  return {
    cookie,
    async ask<T>(role: string, path: string, body?: object): Promise<T> {
      const answer = await visit(base, path, { cookie: await cookie(role), ...(body && { json: body }) })
      if (answer.status >= 400) throw new Error(`${role}: ${path} was refused with ${answer.status}: ${answer.body}`)
      return (answer.body ? JSON.parse(answer.body) : undefined) as T
    },
  }
}
