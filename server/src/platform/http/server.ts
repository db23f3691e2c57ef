import swagger from "@fastify/swagger"
import type { LogEvent } from "@holdfast/contracts"
import { chooseLanguage, type Language } from "@holdfast/words"
import Fastify, { type FastifyBaseLogger, LogController } from "fastify"
import {
  type FastifyPluginAsyncZod,
  jsonSchemaTransform,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod"
import type { Actor } from "../log/index.ts"
import type { World } from "../world/index.ts"
import { boundBodies } from "./bound-bodies.ts"
import type { Authenticate, WatchSession } from "./context.ts"
import type { Figure } from "./figures.ts"
import { createMetrics, healthRoutes } from "./health.ts"
import { liveRoutes } from "./live/live-routes.ts"
import { answerProblems, answerUnroutable } from "./problem.ts"
import { securityHeaders } from "./security-headers.ts"
import { cutSlowClients, REQUEST_MS } from "./slow-clients.ts"
import { Snapshots } from "./snapshots.ts"

const BODY_LIMIT_BYTES = 1024 * 1024

export interface HttpOptions {
  readonly world: World
  readonly language: Language
  readonly authenticate: Authenticate
  /** Ends live streams with their session; without it nobody's session ends, as in most tests. */
  readonly watchSession?: WatchSession | undefined
  readonly mayHear: (event: LogEvent, actor: Actor | undefined) => boolean
  readonly logger: FastifyBaseLogger
  readonly tls?: { readonly cert: string; readonly key: string } | undefined
  /** Whose word is taken for the address of a client, which is used for limits in memory only. */
  readonly trustProxy?: string | undefined
  /** Operations whose answers are kept until the world changes; see `Snapshots` for which may be. */
  readonly snapshots?: readonly string[] | undefined
  /** What the modules tell of themselves under `/metrics`, asked each time. */
  readonly figures?: (() => readonly Figure[]) | undefined
  /** How long a request may take to come whole, in milliseconds; two minutes when nothing is said. */
  readonly requestMs?: number | undefined
  /** What the modules answer, each under its prefix. */
  readonly routes: readonly { readonly prefix: string; readonly plugin: FastifyPluginAsyncZod }[]
}

/** Builds the HTTP side of one world, without listening. Nothing in it writes a client's address anywhere. */
export async function buildHttp(options: HttpOptions) {
  const { world, language } = options
  const app = Fastify({
    loggerInstance: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    trustProxy: options.trustProxy ?? false,
    ...(options.tls ? { https: { cert: options.tls.cert, key: options.tls.key } } : {}),
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: answerUnroutable(language),
    forceCloseConnections: true,
    genReqId: () => globalThis.crypto.randomUUID().slice(0, 8),
  }).withTypeProvider<ZodTypeProvider>()
  const metrics = createMetrics(world)
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)
  answerProblems(app)
  cutSlowClients(app, options.requestMs ?? REQUEST_MS)
  new Snapshots(world, options.snapshots ?? []).attach(app)

  app.decorateRequest("language", language)
  app.decorateRequest("actor", undefined)
  app.addHook("onRequest", async (request, reply) => {
    request.language = chooseLanguage(request.headers["accept-language"], language)
    void reply.headers(securityHeaders).header("content-language", request.language)
    request.actor = await options.authenticate(request)
  })
  boundBodies(app)
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none"
    metrics.requestSeconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
    request.log.debug({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, "answered")
  })

  await app.register(swagger, {
    openapi: { info: { title: "Holdfast", version: "0.1.0", license: { name: "Apache-2.0" } } },
    transform: jsonSchemaTransform,
  })
  app.get("/api/openapi.json", { schema: { hide: true } }, async () => app.swagger())
  await app.register(healthRoutes(world, metrics, options.figures ?? (() => [])))
  const { mayHear, watchSession = () => () => {} } = options
  await app.register(liveRoutes({ world, mayHear, openStreams: metrics.openStreams, watchSession }), { prefix: "/api" })
  for (const { prefix, plugin } of options.routes) await app.register(plugin, { prefix })
  return app
}
