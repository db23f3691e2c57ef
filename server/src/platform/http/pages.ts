import fs from "node:fs/promises"
import path from "node:path"
import fastifyStatic from "@fastify/static"
import type { FastifyPluginAsync } from "fastify"

/**
 * Serves the built web app. File names carry a hash, so they are kept for a year; the pages that name them are asked for
 * each time, and read each time: a page of an earlier build would ask for scripts that are gone.
 *
 * @param signIn where a live city sends who opens the console and is not signed in, because everything in it would refuse
 */
export function pageRoutes(folder: string, signIn?: string): FastifyPluginAsync {
  return async (app) => {
    await app.register(fastifyStatic, {
      root: path.join(folder, "assets"),
      prefix: "/assets/",
      immutable: true,
      maxAge: "365d",
      index: false,
    })
    const readPage = lastRead(path.join(folder, "index.html"))
    await readPage()
    for (const route of ["/console", "/console/*", "/approve", "/approve/*", "/field", "/field/*"]) {
      const closed = signIn !== undefined && !route.startsWith("/field")
      app.get(route, { schema: { hide: true } }, async (request, reply) => {
        void reply.header("cache-control", "no-cache")
        if (closed && !request.actor) return reply.redirect(signIn, 303)
        return reply.type("text/html").send(await readPage())
      })
    }
  }
}

/** Reads a file; while a build puts a new one in its place there is none for a moment, and the last one read is given. */
function lastRead(file: string): () => Promise<Buffer> {
  let last: Buffer | undefined
  return async () => {
    try {
      last = await fs.readFile(file)
    } catch (error) {
      if (!last) throw error
    }
    return last
  }
}
