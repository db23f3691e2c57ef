import type { Bilingual } from "@holdfast/contracts"
import { formatsIn, isLanguage, type Language, wordsIn } from "@holdfast/words"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { renderPage } from "../../../../platform/html/index.ts"
import { mayAct, permit } from "../../../../platform/identity/index.ts"
import type { Installing } from "../installing.ts"
import { findDevices, readDevice } from "../read-devices.ts"
import { keysOfImport } from "../store/device-store.ts"
import { labelSheet } from "./label-sheet.ts"
import { scanCard, unknownCard } from "./scan-card.ts"

/** On one sheet of paper stand eighteen; a crew takes some hundred along. */
const LABELS_MAX = 500
const HTML = "text/html; charset=utf-8"

/** Whose city it is, for the pages that its people meet on paper and by a label. */
export interface DevicePages {
  readonly city: Bilingual
  readonly timeZone: string
  /** Where residents find this city, without a slash at the end. */
  readonly publicUrl: string
  readonly drill?: Bilingual | undefined
}

/** `/d/{key}`, where the label of a device leads: everybody reads what it is, people on duty what it sends. And the labels. */
export function devicePages(installing: Installing, { city, timeZone, publicUrl, drill }: DevicePages): FastifyPluginAsyncZod {
  const { world, catalogue } = installing
  const querystring = z.object({ lang: z.string().max(20).optional(), size: z.string().max(20).optional() })
  const pageOf = (language: Language, query: z.infer<typeof querystring>, path: string) => ({
    ...{ language, path, city: city[language], large: query.size === "large" },
    drill: drill?.[language],
  })
  return async (app) => {
    app.get(
      "/d/:key",
      { schema: { hide: true, querystring, params: z.object({ key: z.string().max(80) }) } },
      async (request, reply) => {
        const language = isLanguage(request.query.lang) ? request.query.lang : request.language
        const words = wordsIn(language)
        const { key } = request.params
        const page = pageOf(language, request.query, `/d/${encodeURIComponent(key)}`)
        void reply.type(HTML).header("content-language", language).header("cache-control", "no-store")
        const title = words("devices:scan.title", { key })
        if (![...catalogue().things.values()].some((thing) => thing.key === key)) {
          return reply.status(404).send(renderPage({ ...page, title, body: unknownCard(words, key) }))
        }
        const device = await readDevice(installing, key)
        const onDuty = mayAct(request.actor, "read-operations")
        const body = scanCard(device, { language, words, formats: formatsIn(language, timeZone), now: world.clock.now(), onDuty })
        return reply.send(renderPage({ ...page, title, body }))
      },
    )
    app.get(
      "/devices/labels",
      {
        schema: {
          hide: true,
          querystring: querystring.extend({
            text: z.string().max(80).default(""),
            import: z.uuid().optional(),
            phone: z
              .string()
              .max(30)
              .regex(/^[0-9+()\- ]*$/)
              .default(""),
          }),
        },
      },
      async (request, reply) => {
        permit(request.actor, "sense.configure")
        const { query } = request
        const { text, import: upload, phone } = query
        const language = isLanguage(query.lang) ? query.lang : request.language
        const keys = upload === undefined ? undefined : new Set(await keysOfImport(world.db.query, upload))
        const { devices } = findDevices(installing, { text, limit: Number.POSITIVE_INFINITY })
        const wanted = keys ? devices.filter(({ key }) => keys.has(key)) : devices
        const body = await labelSheet(wanted, { language, query, publicUrl, limit: LABELS_MAX, city })
        const title = wordsIn(language)("devices:label.title")
        return reply
          .type(HTML)
          .header("content-language", language)
          .header("cache-control", "no-store")
          .send(
            renderPage({ ...pageOf(language, query, "/devices/labels"), query: { text, import: upload, phone }, title, body }),
          )
      },
    )
  }
}
