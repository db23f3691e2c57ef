import fs from "node:fs"
import path from "node:path"
import fastifyStatic from "@fastify/static"
import type { FastifyPluginAsync } from "fastify"

/**
 * Serves the built web app. File names carry a hash, so they are kept for a year; the pages that name them are asked for
 * each time.
 */
export function pageRoutes(folder: string): FastifyPluginAsync {
  return async (app) => {
    await app.register(fastifyStatic, {
      root: path.join(folder, "assets"),
      prefix: "/assets/",
      immutable: true,
      maxAge: "365d",
      index: false,
    })
    const page = fs.readFileSync(path.join(folder, "index.html"))
    for (const route of ["/console", "/console/*", "/field", "/field/*"]) {
      app.get(route, { schema: { hide: true } }, async (_request, reply) =>
        reply.type("text/html").header("cache-control", "no-cache").send(page),
      )
    }
  }
}
