import type https from "node:https"
import path from "node:path"
import { setInterval } from "node:timers"
import { newId, systemClock } from "@holdfast/kernel"
import type { FastifyBaseLogger } from "fastify"
import { commands, publishCommand, reloadSourcesCommand } from "./commands/index.ts"
import { drillRoutes } from "./drill/drill-routes.ts"
import { tellByDatabase } from "./drill/hear-city.ts"
import { realEventsCommand } from "./drill/hear-folder.ts"
import { DrillLauncher } from "./drill/launch.ts"
import { launchRoutes } from "./drill/launch-routes.ts"
import { RealEvents } from "./drill/real-events.ts"
import { homeCity } from "./home-city.ts"
import { startMqtt } from "./modules/sense/index.ts"
import { plugInKinds } from "./modules/warn/index.ts"
import { openCity } from "./open-city.ts"
import { openServedWorld } from "./open-served-world.ts"
import type { Closers } from "./platform/closers.ts"
import type { Settings } from "./platform/config/index.ts"
import { type Engine, forgetOldTemplates } from "./platform/db/index.ts"
import { platformErrors } from "./platform/errors.ts"
import { findFreePort, keepToThisMachine, listen, originOf } from "./platform/http/index.ts"
import { Jobs } from "./platform/jobs/index.ts"
import { listenForCommands } from "./platform/lock/index.ts"
import { authorityRoutes, CertificateKeeper, loadTls, readAcmePlan } from "./platform/tls/index.ts"
import { removeLeftWorlds } from "./platform/world/index.ts"
import { openTarget, Publisher, publishSite } from "./public/index.ts"
import type { RunningServer } from "./serve.ts"

export interface CityToServe {
  readonly settings: Settings
  /** Where the built pages are. */
  readonly webFolder: string
  readonly logger: FastifyBaseLogger
  /** Its database. The caller closes it when something here fails. */
  readonly opening: Promise<Engine>
  /** Takes what has to be stopped again, in the order in which it was started. */
  readonly closers: Closers
}

const SWEEP_MS = 5_000

/** Opens the city, its pages, and its doors, in order, and listens. */
export async function serveCity({ settings, webFolder, logger, opening, closers }: CityToServe): Promise<RunningServer> {
  const acme = readAcmePlan(settings)
  const tls = acme ? CertificateKeeper.current(acme, systemClock.now()) : loadTls(settings)
  const onError = (error: unknown) => logger.error({ err: error }, "something failed that no request waits for")
  const world = await openCity(settings, logger, opening)
  closers.add(() => world.close())
  forgetOldTemplates()
  // Nothing hangs on it, so nobody waits for it.
  void removeLeftWorlds(homeCity(settings)).catch(onError)

  // Links name the port, so that "any" is settled before.
  const port = settings.PORT || (await findFreePort(settings.HOST))
  const publicUrl = settings.HOLDFAST_PUBLIC_URL ?? originOf({ scheme: tls ? "https" : "http", host: settings.HOST, port })
  if (world.kind === "demo") keepToThisMachine(settings.HOST)
  const drills = new DrillLauncher(settings.HOLDFAST_DATA)
  closers.add(() => drills.stop())
  const { identity, city, app } = await openServedWorld({
    world,
    settings,
    logger,
    closers,
    publicUrl,
    webFolder,
    drills: true,
    channels: plugInKinds,
    mqttEndpoints: mqttEndpoints(settings, publicUrl, tls !== undefined),
    tls,
    trustProxy: settings.HOLDFAST_TRUST_PROXY,
    routes: (opened) => [
      { prefix: "/api", plugin: drillRoutes(undefined) },
      { prefix: "/api", plugin: launchRoutes(drills, { anybody: opened.identity.city.kind === "demo" }) },
      { prefix: "", plugin: authorityRoutes(settings.HOLDFAST_DATA) },
    ],
    onError,
  })
  const realEvents = new RealEvents(world, city.sense, publicUrl)
  drills.tellOf(realEvents)
  closers.add(tellByDatabase(realEvents, world.db.engine, onError))

  const jobs = await Jobs.start(world.db.engine, onError)
  closers.add(() => jobs.stop())
  await jobs.every("17 3 * * *", "forget-expired", () => city.forget(world.clock.now()))
  const sweeping = setInterval(() => void city.sweep(world.clock.now()).catch(onError), SWEEP_MS)
  closers.add(() => clearInterval(sweeping))
  // A restored database may hold what was due to be forgotten since its backup; it goes before anybody can read it.
  await city.forget(world.clock.now())
  const url = await listen(app, { host: settings.HOST, port })
  let broker: Awaited<ReturnType<typeof startMqtt>> | undefined
  if (acme) {
    const { server } = app
    const keeper = new CertificateKeeper({
      plan: acme,
      wall: systemClock,
      onCertificate: (renewed) => {
        ;(server as unknown as https.Server).setSecureContext(renewed)
        broker?.renew(renewed)
      },
      onFailure: (error) => logger.error({ err: error }, "no certificate by ACME"),
    })
    closers.add(() => keeper.stop())
    keeper.start()
  }
  const mqttTls = tls && settings.MQTT_TLS_PORT !== undefined ? { ...tls, port: settings.MQTT_TLS_PORT } : undefined
  broker = await startMqtt({
    ...{ host: settings.HOST, port: settings.MQTT_PORT, tls: mqttTls, world, sense: city.sense, onError },
  })
  closers.add(async () => broker?.close())
  // Only a live city asks outside: a demo and a drill must not be seen there, nor take what is real.
  if (world.kind === "live") await city.sense.sources.start(path.join(settings.HOLDFAST_DATA, "sources"))

  const openPublishTarget = (place: string) =>
    openTarget(place, {
      region: settings.HOLDFAST_PUBLISH_REGION,
      keyId: settings.HOLDFAST_PUBLISH_KEY_ID,
      secret: settings.HOLDFAST_PUBLISH_SECRET,
    })
  const publishTo = (target: ReturnType<typeof openTarget>) =>
    publishSite(city.pages, target, {
      language: settings.HOLDFAST_LANGUAGE,
      read: async (address) => (await app.inject(address)).payload,
    })
  if (settings.HOLDFAST_PUBLISH_DIR) {
    const target = openPublishTarget(settings.HOLDFAST_PUBLISH_DIR)
    const publisher = new Publisher(world, () => publishTo(target), onError)
    closers.add(() => publisher.stop())
  }
  const publish = publishCommand((folder) => publishTo(openPublishTarget(folder)))

  const door = await listenForCommands(settings.HOLDFAST_DATA, (name, args, report, gone) => {
    const command = [...commands, publish, realEventsCommand(realEvents), reloadSourcesCommand(city.sense.sources)].find(
      (known) => known.name === name,
    )
    if (!command) throw platformErrors.COMMAND_FAILED({ reason: name })
    return command.run(world, args, report, gone)
  })
  closers.add(() => door.close())
  logger.info({ url, start: newId() }, "started")
  return {
    url,
    world,
    firstPage: `${url}${identity.city.kind === "demo" ? "/demo" : "/console"}`,
    close: () => closers.close(),
  }
}

/** Where devices find MQTT: at the name that people know the city by. */
function mqttEndpoints(settings: Settings, publicUrl: string, isSecured: boolean): string[] {
  const { hostname } = new URL(publicUrl)
  const secured = isSecured && settings.MQTT_TLS_PORT ? [`mqtts://${hostname}:${settings.MQTT_TLS_PORT}`] : []
  // A port that the system chooses is nothing to tell anybody.
  if (settings.MQTT_PORT === 0) return secured
  return [...secured, `mqtt://${hostname}:${settings.MQTT_PORT}`]
}
