import formbody from "@fastify/formbody"
import { Problem, Role } from "@holdfast/contracts"
import { type Language, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { type Html, html } from "../../html/index.ts"
import { demoPeople } from "../demo-people.ts"
import { identityErrors } from "../errors.ts"
import { requireSameOrigin } from "../same-origin.ts"
import { type IdentityDoors, sendPage, viewOf } from "./view.ts"

const BecomePerson = z.object({ role: Role, account: z.string().optional() })

/** The page on which a role does what it is for. */
const firstPages: Readonly<Record<Role, string>> = {
  "duty-officer": "/console",
  approver: "/console/warnings",
  leader: "/console/reviews",
  inspector: "/field",
  "community-worker": "/console/requests",
  "shelter-staff": "/field",
  "lifeline-operator": "/console/outages",
  engineer: "/accounts",
}

/** The account that plays a role: the one that was asked for, or the first. Throws `IDENTITY_ACCOUNT_NOT_FOUND`. */
function findPerson(role: string, account: string | undefined): string {
  const person = demoPeople.find((one) => one.role === role && (account === undefined || one.id === account))
  if (!person) throw identityErrors.ACCOUNT_NOT_FOUND({ account: account ?? role })
  return person.id
}

/** Only in a demo city: anybody may become one of its invented people. */
export function demoRoutes({ sessions }: IdentityDoors): FastifyPluginAsyncZod {
  return async (app) => {
    app.post(
      "/demo/session",
      {
        schema: {
          operationId: "becomeDemoPerson",
          body: BecomePerson,
          response: { 204: z.null(), 400: Problem, 403: Problem, 404: Problem },
        },
      },
      async (request, reply) => {
        requireSameOrigin(request)
        const person = findPerson(request.body.role, request.body.account)
        await sessions.endCurrent(request)
        await sessions.open(person, reply)
        return reply.status(204).send(null)
      },
    )
  }
}

/** `/demo`: one card for each role, as plain forms. */
export function demoPage(doors: IdentityDoors): FastifyPluginAsyncZod {
  const { sessions } = doors
  return async (app) => {
    await app.register(formbody)
    app.get("/demo", { schema: { hide: true } }, async (request, reply) => {
      const body = cards(doors, viewOf(request).language)
      return sendPage(doors, request, reply, { path: "/demo", title: "demo.title", body })
    })
    app.post("/demo", { schema: { hide: true, body: z.object({ person: z.string().max(64) }) } }, async (request, reply) => {
      requireSameOrigin(request)
      const person = demoPeople.find(({ id }) => id === request.body.person)
      if (!person) {
        await sessions.signOut(request, reply)
        return reply.redirect("/", 303)
      }
      await sessions.endCurrent(request)
      await sessions.open(person.id, reply)
      return reply.redirect(firstPages[person.role], 303)
    })
  }
}

function cards({ drills, city }: IdentityDoors, language: Language): Html {
  const words = wordsIn(language)
  const roles = [...new Set(demoPeople.map(({ role }) => role))]
  return html`<h1>${words("identity:demo.title")}</h1>
<p>${words("identity:demo.about", { city: city.name[language] })}</p>
${drills && drillCard(language)}
${roles.map(
  (role) => html`<form class="card" method="post" action="/demo">
<h2>${words(`identity:demo.roles.${role}.title`)}</h2>
<p>${words(`identity:demo.roles.${role}.about`)}</p>
${demoPeople
  .filter((person) => person.role === role)
  .map(
    (person) =>
      html`<button class="button" name="person" value="${person.id}">${words("identity:demo.be", {
        name: person.name[language],
        role: words(`identity:roles.${role}`),
      })}</button>`,
  )}
</form>`,
)}
<form class="card" method="post" action="/demo">
<h2>${words("identity:demo.roles.resident.title")}</h2>
<p>${words("identity:demo.roles.resident.about")}</p>
<button class="button" name="person" value="resident">${words("identity:demo.beResident")}</button>
</form>
<p class="quiet"><a href="/privacy?lang=${language}">${words("identity:privacy.title")}</a></p>`
}

function drillCard(language: Language): Html {
  const words = wordsIn(language)
  return html`<form class="card" method="post" action="/api/drills">
<h2>${words("identity:demo.drill.title")}</h2>
<p>${words("identity:demo.drill.about")}</p>
<button class="button button-main" name="cast" value="invented">${words("identity:demo.drill.watch")}</button>
<button class="button" name="cast" value="visitors">${words("identity:demo.drill.start")}</button>
</form>`
}
