import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { findFreePort } from "../../server/src/platform/http/index.ts"
import { type CityProcess, startCityProcess } from "./city-questions.ts"
import { drillPeople } from "./drill-people.ts"
import { type Rows, searchFiles } from "./dump.ts"
import { checkForgetting, type ManifestFacts, readPersonal } from "./forgetting.ts"
import { compareWorlds, stateOf } from "./isolation.ts"
import { type NightFacts, readers } from "./night-facts.ts"
import { makeNoise } from "./noise.ts"
import { plantBuoy, readEntries, readIndexes, readReporters, readTrails } from "./played-rows.ts"
import { askPublic, listPaths } from "./public-answers.ts"
import { reportAsResidents, workOnReports } from "./report-night.ts"
import { traceList, visit } from "./visitor.ts"
import { walkInterface } from "./walk.ts"

/** At least what a person can choose; the drill's clock waits for its events, so more only shortens the quiet hours. */
const SPEED = 3_600
/** Minutes of the drill: the storm is over the city, power is lost, the invented resident has an answer. */
const STORM_MIN = 255
const PLAYED_MIN = 330
const LOOK_MS = 50
const PEOPLE = "50000"
/** Where reports are answered, and the stream that tells the desk of them. */
const desk = /^\/api\/(requests|live)\b/

/** Plays a stormy night in a real drill beside a real live city, lets residents report in both, and looks at everything. */
export async function playNight(given: ManifestFacts): Promise<NightFacts> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-guard-night-"))
  const mqttPort = await findFreePort("127.0.0.1")
  const environment = { HOLDFAST_DATA: folder, HOLDFAST_LOG_LEVEL: "debug", HOLDFAST_DEMO_PEOPLE: PEOPLE }
  const live = await startCityProcess("live", { ...environment, MQTT_PORT: String(mqttPort), HOLDFAST_TRUST_PROXY: "loopback" })
  // What it would need to reach others stands in its environment, as it does when a city starts it.
  const closed = String(await findFreePort("127.0.0.1"))
  const drill = await startCityProcess("drill", { ...environment, HOLDFAST_NATS_URL: `nats://127.0.0.1:${closed}` })
  try {
    const metrics = await makeNoise(live.url, mqttPort)
    await reportAsResidents(live.url)
    const before = await stateOf(live, folder)
    const { ask, cookie } = drillPeople(drill.url)
    const start = Date.parse((await ask<{ at: string }>("duty-officer", "/api/drill")).at)
    const reach = async (minutes: number) => {
      for (;;) {
        const { at } = await ask<{ at: string }>("duty-officer", "/api/drill")
        if (Date.parse(at) >= start + minutes * 60_000) return
        await wait(LOOK_MS)
      }
    }
    await drill.ask({ what: "speed", speed: SPEED })
    await reach(STORM_MIN)
    // At the speed of people the moments are their own, and not those of the drill's events.
    await drill.ask({ what: "speed", speed: 1 })
    const secrets = await reportAsResidents(drill.url)
    await drill.ask({ what: "speed", speed: SPEED })
    await reach(PLAYED_MIN)
    await drill.ask({ what: "speed", speed: 0 })
    const { incidents } = await ask<{ incidents: { id: string }[] }>("duty-officer", "/api/incidents")
    if (!incidents[0]) throw new Error("the storm caused no incident, so there is nothing to walk through")
    await workOnReports(ask, incidents[0].id)

    const after = await stateOf(live, folder)
    const rows = asker(drill)
    const hidden = await readReporters(rows)
    const paths = await listPaths(drill.url)
    const walks = await Promise.all(
      readers.map(async (role) => {
        const own = role === "nobody" ? undefined : await cookie(role)
        const walked = await walkInterface({
          role,
          ask: async (path) => {
            const { status, body } = await visit(drill.url, path, { cookie: own, until: /event: (beat|reset)/ })
            return status < 400 ? body : undefined
          },
          // Whoever answers reports has them on their desk; the walk asks whether anything else leads there.
          // The register of stations is public and walked as nobody.
          starts: paths.starts.filter(
            (path) => (role === "nobody" || !path.startsWith("/sensorthings")) && !(role === "duty-officer" && desk.test(path)),
          ),
          templates: paths.templates.filter((path) => role !== "duty-officer" || !desk.test(path)),
          secrets: [...secrets, ...hidden],
        })
        return { role, ...walked }
      }),
    )
    const facts = {
      leaks: walks.flatMap(({ leaks }) => leaks),
      walked: walks.map(({ role, read, records }) => ({ role, read, records })),
      answers: [...(await askPublic(drill.url, paths.starts, rows)), ...(await askPublic(live.url, paths.starts, asker(live)))],
      entries: await readEntries(rows),
      isolation: await compareWorlds({
        live,
        drill,
        before,
        after,
        drillCookie: await cookie("duty-officer"),
        pages: paths.pages,
      }),
      personal: await readPersonal(rows, given),
      indexes: await readIndexes(rows),
      residents: await rows<NightFacts["residents"][number]>(
        "select id as area, parent, population as exact from places.area order by id",
      ),
    }
    await plantBuoy(rows, new Date(start))
    const kept = await checkForgetting({ ...given, rows, start, forget: (now) => drill.ask({ what: "forget", now }) })
    const trails = await readTrails(rows)
    // The live city goes first: what it still had to write down is then in its files.
    await live.stop()
    const printed = {
      "the figures at /metrics": metrics,
      "the live city's output": live.output(),
      "the drill's output": drill.output(),
    }
    return {
      ...facts,
      kept,
      trails,
      traces: [
        ...searchFiles(folder, traceList),
        ...Object.entries(printed).flatMap(([where, text]) =>
          traceList.filter((trace) => text.includes(trace)).map((trace) => `${where} holds ${trace}`),
        ),
      ],
      logged: countLogged(path.join(folder, "logs")),
    }
  } finally {
    await Promise.allSettled([drill.stop(), live.stop()])
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Lines of the application logs about a request that was answered. */
function countLogged(folder: string): number {
  const logs = fs.readdirSync(folder).map((name) => fs.readFileSync(path.join(folder, name), "utf8"))
  return logs.join("\n").split('"msg":"answered"').length - 1
}

function asker(city: CityProcess): Rows {
  return <Row>(sql: string) => city.ask<Row[]>({ what: "rows", sql })
}
