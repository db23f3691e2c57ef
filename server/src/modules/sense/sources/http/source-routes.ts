import { Problem, SourceList, SourceTaken } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import type { Kysely } from "kysely"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import { type DeviceDoor, hasRight, takeBasic } from "../../devices/index.ts"
import { senseErrors } from "../../errors.ts"
import { showSources } from "../show-sources.ts"
import type { SourceBook } from "../source-book.ts"

/** A picture or a feed; larger ones come in parts. */
const MESSAGE_MAX_BYTES = 8 * 1024 * 1024
const refusals = { 401: Problem, 403: Problem }

/** How the sources are, for those on duty; engineers may have the files read again. */
export function sourceRoutes(book: SourceBook, db: Kysely<unknown>): FastifyPluginAsyncZod {
  return async (app) => {
    app.get(
      "/sources",
      { schema: { operationId: "listSources", response: { 200: SourceList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "read-operations")
        return showSources(book, db)
      },
    )
    app.post(
      "/sources/reload",
      { schema: { operationId: "reloadSources", response: { 200: SourceList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "sense.configure")
        await book.reload()
        return showSources(book, db)
      },
    )
  }
}

/**
 * The door for services that send by themselves, with the name and secret of a device (HTTP Basic): one that may write and is not
 * bound to a station, because a mapping may name any series. No session of a person opens it.
 */
export function pushRoutes(book: SourceBook, door: DeviceDoor): FastifyPluginAsyncZod {
  return async (app) => {
    takeBasic(app, { door, isReadingClosed: false })
    app.removeAllContentTypeParsers()
    app.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MESSAGE_MAX_BYTES }, (_request, body, done) => done(null, body))
    app.post(
      "/sources/:name/messages",
      {
        // Before its body is read.
        onRequest: async ({ device }) => {
          if (!device) throw senseErrors.DEVICE_SIGN_IN({})
        },
        schema: {
          operationId: "pushToSource",
          params: z.object({ name: z.string().max(40) }),
          body: z.instanceof(Buffer).meta({ type: "string", format: "binary" }),
          response: { 200: SourceTaken, 404: Problem, 503: Problem, ...refusals },
        },
      },
      async ({ device, params: { name }, body, headers }) => {
        if (!device) throw senseErrors.DEVICE_SIGN_IN({})
        const source = book.sources.find(({ mapping }) => mapping.name === name)
        if (source?.mapping.kind !== "http-push") throw senseErrors.SOURCE_NOT_FOUND({ name })
        const isNamed = source.mapping.devices?.includes(device.name) ?? true
        if (!isNamed || !hasRight(device, "write") || device.thing !== undefined)
          throw senseErrors.DEVICE_NOT_PERMITTED({ device: device.name, right: `write: ${name}` })
        const modifiedAt = new Date(headers["last-modified"] ?? Number.NaN)
        const dated = Number.isNaN(modifiedAt.getTime()) ? {} : { modifiedAt }
        const { stored, doubles, refused } = await source.take({ topic: "", bytes: body, ...dated })
        return { stored, doubles, refused: refused.length }
      },
    )
  }
}
