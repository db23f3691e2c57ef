import { readFileSync } from "node:fs"
import formbody from "@fastify/formbody"
import type { Area } from "@holdfast/contracts"
import { isLanguage, type Language, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { answerRendered, PushAddress, RenderCache, type Subscription, subscribeErrors } from "../../modules/warn/index.ts"
import { html } from "../../platform/html/index.ts"
import { VisitorLimit } from "../../platform/http/index.ts"
import type { PublicOptions, Subscribing, View } from "../page-context.ts"
import { nameOf, placeForm } from "../place-form.ts"
import { readChoice } from "./choice-form.ts"
import { type Asked, answerRefusals, frameOf } from "./frame.ts"
import { renderOutlines } from "./outlines.ts"
import { subscribeMarkup } from "./subscribe-page.ts"
import { endedMarkup, subscriptionMarkup, unconfirmedMarkup } from "./subscription-page.ts"

/** Behind one address there may be a whole neighbourhood. */
const SUBSCRIBED_PER_HOUR = 120
/** Each sends a letter to somebody who may not have asked. */
const LETTERS_PER_HOUR = 20
const CODES_PER_HOUR = 600
const EMAIL_MAX = 254
const JAVASCRIPT = "text/javascript; charset=utf-8"
const read = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8")
const hidden = { hide: true } as const
const params = z.object({ code: z.string().max(64) })
const Push = z.object({ area: z.string().max(200), language: z.string().refine(isLanguage), push: PushAddress })
const EmailForm = z.object({ area: z.string().max(200), email: z.email().max(EMAIL_MAX) })

/**
 * Where residents ask to be told: `/subscribe`, `/subscribe/{place}`, and the page of each subscription, `/subscriptions/{code}`,
 * whose code is the only key. By e-mail all of it works without scripts; Web Push needs the script `/subscribe.js` and the service
 * worker `/push.js`.
 */
export function subscribeRoutes(options: PublicOptions, subscribing: Subscribing): FastifyPluginAsyncZod {
  const { world, places, publicUrl } = options
  const { subscriptions } = subscribing
  const tooMany = subscribeErrors.TOO_MANY_TRIES
  const limits = {
    subscribe: new VisitorLimit(SUBSCRIBED_PER_HOUR, tooMany),
    letters: new VisitorLimit(LETTERS_PER_HOUR, tooMany),
    codes: new VisitorLimit(CODES_PER_HOUR, tooMany),
  }
  const first = { hazards: null, minLevel: "blue", quiet: null } as const
  const pathOf = (code: string) => `/subscriptions/${code}`

  /** The page of a subscription as it is now. */
  const show = async (asked: Asked, code: string, subscription: Subscription, told?: (language: Language) => string) => {
    const { making, view, send } = frameOf(options, { ...asked, preferred: subscription.language })
    const path = pathOf(code)
    const shown = { subscription, path, subscribing, told: told?.(view.language) }
    const title = making.words("subscribe:short")
    if (!subscription.confirmedAt) return send(200, { path, title, body: unconfirmedMarkup(options, making, shown) })
    return send(200, { path, title, body: await subscriptionMarkup(options, making, shown) })
  }
  const codeOf = ({ request }: Asked): string => {
    limits.codes.take(request, world.clock.now())
    return params.parse(request.params).code
  }

  const showPlace = (asked: Asked, id: string | undefined) => {
    const area: Area | undefined = id === undefined ? undefined : places.listAreas().find((one) => one.id === id)
    const place: View["place"] = area?.kind === "cell" ? undefined : area
    const { making, send } = frameOf(options, { ...asked, place })
    const { words } = making
    const city = places.listAreas("city")[0]
    const chosen = place ?? city
    if (!chosen)
      return send(200, {
        path: "/subscribe",
        title: words("subscribe:short"),
        body: html`<h1>${words("subscribe:short")}</h1>${placeForm([], "/subscribe", making)}`,
      })
    const offered = subscriptions.offeredFor(chosen.id) ?? chosen
    return send(200, {
      path: place ? `/subscribe/${place.id}` : "/subscribe",
      title: words("subscribe:title", { place: nameOf(offered, places.listAreas(), making.view.language) }),
      body: subscribeMarkup(options, making, { place: chosen, offered, subscribing }),
    })
  }

  return async (app) => {
    await app.register(formbody)
    answerRefusals(app, options)
    const cache = new RenderCache(world, ({ module, verb }) => module === "places" && verb === "import")
    app.addHook("onClose", async () => cache.stop())

    app.get("/subscribe", { schema: hidden }, async (request, reply) => {
      const { place } = z.object({ place: z.string().max(200).optional() }).parse(request.query)
      const { making } = frameOf(options, { request, reply })
      if (place) return reply.redirect(making.link(`/subscribe/${encodeURI(place)}`), 303)
      return showPlace({ request, reply }, undefined)
    })
    app.get("/subscribe/*", { schema: hidden }, async (request, reply) =>
      showPlace({ request, reply }, z.object({ "*": z.string() }).parse(request.params)["*"]),
    )

    app.post("/subscribe", { schema: hidden }, async (request, reply) => {
      limits.letters.take(request, world.clock.now())
      const { making, view, send } = frameOf(options, { request, reply })
      const form = EmailForm.safeParse(request.body)
      if (!form.success) throw subscribeErrors.EMAIL_INVALID({}, { cause: form.error })
      const sendLetter = subscribing.letters()
      if (!sendLetter) throw subscribeErrors.NOT_OFFERED({ via: "email" })
      const { area: asked, email } = form.data
      const choice = { ...first, area: asked, language: view.language }
      const { code, area } = await subscriptions.subscribe({ choice, via: "email", address: email })
      const words = wordsIn(view.language)
      const place = nameOf(area, places.listAreas(), view.language)
      const page = `${publicUrl}${pathOf(code)}`
      const subject = words("subscribe:letter.subject", { place })
      const text = words("subscribe:letter.text", { place, page, city: options.city[view.language] })
      try {
        await sendLetter({ to: email, language: view.language, subject, text })
      } catch (error) {
        await subscriptions.unsubscribe(code)
        throw error
      }
      const title = words("subscribe:sent.title")
      return send(200, {
        path: `/subscribe/${area.id}`,
        title,
        body: html`<h1>${title}</h1><p>${words("subscribe:sent.text")}</p><p><a href="${making.link("/")}">${words("public:card.back")}</a></p>`,
      })
    })
    app.post("/subscribe/push", { schema: hidden }, async (request, reply) => {
      limits.subscribe.take(request, world.clock.now())
      const given = Push.safeParse(request.body)
      if (!given.success) throw subscribeErrors.FORM_DAMAGED({}, { cause: given.error })
      if (!subscribing.isOffered("web-push")) throw subscribeErrors.NOT_OFFERED({ via: "web-push" })
      const { area, language, push } = given.data
      const choice = { ...first, area, language }
      const { code } = await subscriptions.subscribe({ choice, via: "web-push", address: JSON.stringify(push) })
      return reply.status(201).send({ page: pathOf(code) })
    })

    app.get("/subscriptions/:code", { schema: hidden }, async (request, reply) => {
      const code = codeOf({ request, reply })
      return show({ request, reply }, code, await subscriptions.open(code))
    })
    app.post("/subscriptions/:code", { schema: hidden }, async (request, reply) => {
      const code = codeOf({ request, reply })
      const { area } = await subscriptions.read(code)
      const changed = await subscriptions.change(code, { area, ...readChoice(request.body, subscribing) })
      return show({ request, reply }, code, changed, (language) => wordsIn(language)("subscribe:saved"))
    })
    app.post("/subscriptions/:code/confirm", { schema: hidden }, async (request, reply) => {
      const code = codeOf({ request, reply })
      const confirmed = await subscriptions.confirm(code)
      return show({ request, reply }, code, confirmed, (language) => wordsIn(language)("subscribe:confirm.done"))
    })
    app.post("/subscriptions/:code/safe", { schema: hidden }, async (request, reply) => {
      const code = codeOf({ request, reply })
      const { warning: asked } = z.object({ warning: z.string().max(20) }).parse(request.body)
      const found = await options.warn.findPublic(asked)
      if (!found) throw subscribeErrors.FORM_DAMAGED({})
      const { event, warning } = found
      const quieted = await subscriptions.quiet(code, { event, level: warning.level })
      return show({ request, reply }, code, quieted, (language) => wordsIn(language)("subscribe:safe.quiet"))
    })
    await app.register(async (own) => {
      // Mail programs send a form in one of two ways (RFC 8058, 3.1), and nothing of it is needed.
      own.removeAllContentTypeParsers()
      own.addContentTypeParser("*", { parseAs: "buffer" }, (_request, _body, done) => done(null))
      /** One tap, also by the button of a mail program; twice is no mistake. */
      own.post("/subscriptions/:code/unsubscribe", { schema: hidden }, async (request, reply) => {
        const code = codeOf({ request, reply })
        await subscriptions.unsubscribe(code)
        const { making, send } = frameOf(options, { request, reply })
        return send(200, {
          path: "/subscribe",
          title: making.words("subscribe:ended.title"),
          body: endedMarkup(making, pathOf(code)),
        })
      })
    })
    app.post("/subscriptions/:code/address", { schema: hidden }, async (request, reply) => {
      const code = codeOf({ request, reply })
      const given = z.object({ push: PushAddress }).safeParse(request.body)
      if (!given.success) throw subscribeErrors.FORM_DAMAGED({}, { cause: given.error })
      await subscriptions.move(code, JSON.stringify(given.data.push))
      return reply.status(204).send()
    })
    // The address of an answer, opened anew or in another language.
    for (const step of ["confirm", "safe", "unsubscribe"]) {
      app.get(`/subscriptions/:code/${step}`, { schema: hidden }, async (request, reply) => {
        const { making } = frameOf(options, { request, reply })
        return reply.redirect(making.link(pathOf(encodeURIComponent(params.parse(request.params).code))), 303)
      })
    }

    app.get("/subscribe.js", { schema: hidden }, async (request, reply) =>
      answerRendered(request, reply, await cache.get("script", async () => read("./subscribe.js")), JAVASCRIPT),
    )
    app.get("/push.js", { schema: hidden }, async (request, reply) =>
      answerRendered(request, reply, await cache.get("worker", async () => read("./push-worker.js")), JAVASCRIPT),
    )
    app.get("/outlines.json", { schema: hidden }, async (request, reply) =>
      answerRendered(
        request,
        reply,
        await cache.get("outlines", () => renderOutlines(places, subscribing)),
        "application/json; charset=utf-8",
      ),
    )
  }
}
