import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import Fastify from "fastify"
import { afterAll, expect, test } from "vitest"
import { pageRoutes } from "./pages.ts"

const folder = fs.mkdtempSync(path.join(os.tmpdir(), "holdfast-pages-"))
const built = path.join(folder, "dist")
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function build(name: string): void {
  fs.mkdirSync(path.join(built, "assets"), { recursive: true })
  fs.writeFileSync(path.join(built, "index.html"), `<script src="/assets/${name}.js"></script>`)
  fs.writeFileSync(path.join(built, "assets", `${name}.js`), name)
}

test("a page names the scripts of the newest build, also when it was built while the server runs", async () => {
  build("first")
  const app = Fastify()
  await app.register(pageRoutes(built))
  const script = async () => {
    const page = await app.inject("/console/warnings")
    expect(page.headers["cache-control"]).toBe("no-cache")
    return app.inject(/src="([^"]+)"/.exec(page.body)![1]!)
  }
  expect((await script()).body).toBe("first")
  fs.rmSync(built, { recursive: true })
  expect((await app.inject("/console")).body).toContain("first")
  build("second")
  expect((await script()).body).toBe("second")
  await app.close()
})

test("a server without a built web app does not start", async () => {
  const app = Fastify()
  await expect(app.register(pageRoutes(path.join(folder, "none")))).rejects.toThrow()
})

test("a live city sends who is not signed in from the console to the sign-in, and keeps the field page open", async () => {
  build("live")
  const app = Fastify()
  app.decorateRequest("actor", undefined)
  app.addHook("onRequest", async (request) => {
    if (request.headers.cookie === "session=valid") request.actor = { role: "engineer", account: "wang" }
  })
  await app.register(pageRoutes(built, "/sign-in"))
  const stranger = await app.inject("/console/warnings")
  expect([stranger.statusCode, stranger.headers.location, stranger.headers["cache-control"]]).toEqual([
    303,
    "/sign-in",
    "no-cache",
  ])
  expect((await app.inject("/field")).statusCode).toBe(200)
  expect((await app.inject({ url: "/console", headers: { cookie: "session=valid" } })).statusCode).toBe(200)
  await app.close()
})
