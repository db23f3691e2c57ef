import { readFileSync } from "node:fs"
import formbody from "@fastify/formbody"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { requireSameOrigin } from "../same-origin.ts"
import { signIn } from "../sign-in.ts"
import { SignIn } from "./session-routes.ts"
import { sendSignIn } from "./sign-in-form.ts"
import type { IdentityDoors } from "./view.ts"

const script = readFileSync(new URL("./passkey-browser.js", import.meta.url), "utf8")

/** `/sign-in` and `/sign-out`, as pages that work without scripts; only the passkey button needs one. */
export function signInPages(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { sessions } = doors
  return async (app) => {
    await app.register(formbody)
    app.get("/sign-in", { schema: { hide: true } }, async (request, reply) => sendSignIn(doors, request, reply))
    app.post("/sign-in", { schema: { hide: true } }, async (request, reply) => {
      requireSameOrigin(request)
      const given = SignIn.safeParse(request.body)
      try {
        await signIn(doors, given.success ? given.data : { account: "", password: "", code: "" }, request, reply)
        return reply.redirect("/console", 303)
      } catch (error) {
        return sendSignIn(doors, request, reply, { error, account: given.success ? given.data.account : "" })
      }
    })
    app.post("/sign-out", { schema: { hide: true } }, async (request, reply) => {
      requireSameOrigin(request)
      await sessions.signOut(request, reply)
      return reply.redirect("/", 303)
    })
    app.get("/passkey.js", { schema: { hide: true } }, async (_request, reply) => reply.type("text/javascript").send(script))
  }
}
