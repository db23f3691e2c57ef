import {
  DeviceImport,
  DeviceImportList,
  deviceHealths,
  InstalledDeviceDetail,
  InstalledDevicePage,
  Problem,
  ReplaceDevice,
} from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { permit } from "../../../../platform/identity/index.ts"
import { senseErrors } from "../../errors.ts"
import { confirmImport } from "../confirm-import.ts"
import type { Installing } from "../installing.ts"
import { findDevices, readDevice } from "../read-devices.ts"
import { TABLE_MAX_BYTES, XLSX } from "../read-table.ts"
import { replaceDevice } from "../replace-device.ts"
import { findImport, type KeptImport, listImports } from "../store/import-store.ts"
import { undoImport } from "../undo-import.ts"
import { uploadDevices } from "../upload-devices.ts"

const PAGE_MAX = 200
const IMPORTS_SHOWN = 20
const refusals = { 401: Problem, 403: Problem }
const Key = z.object({ key: z.string().max(80) })
const Id = z.object({ id: z.uuid() })

/** The devices of the city: reading is for everybody on duty, putting up and replacing for its engineers. */
export function deviceRoutes(installing: Installing): FastifyPluginAsyncZod {
  const { world } = installing
  return async (app) => {
    app.get(
      "/installed-devices",
      {
        schema: {
          operationId: "listInstalledDevices",
          querystring: z.object({
            text: z.string().max(80).default(""),
            health: z.enum(deviceHealths).optional(),
            limit: z.coerce.number().int().min(1).max(PAGE_MAX).default(PAGE_MAX),
          }),
          response: { 200: InstalledDevicePage, 400: Problem, 401: Problem },
        },
      },
      async ({ actor, query }) => {
        permit(actor, "read-operations")
        return findDevices(installing, query)
      },
    )
    app.get(
      "/installed-devices/:key",
      {
        schema: {
          operationId: "readInstalledDevice",
          params: Key,
          response: { 200: InstalledDeviceDetail, 401: Problem, 404: Problem },
        },
      },
      async ({ actor, params }) => {
        permit(actor, "read-operations")
        return readDevice(installing, params.key)
      },
    )
    app.post(
      "/installed-devices/:key/replace",
      {
        schema: {
          operationId: "replaceInstalledDevice",
          params: Key,
          body: ReplaceDevice,
          response: { 200: InstalledDeviceDetail, 400: Problem, 404: Problem, ...refusals },
        },
      },
      async ({ actor, params, body }) => {
        permit(actor, "sense.configure")
        await replaceDevice(installing, actor, params.key, body)
        return readDevice(installing, params.key)
      },
    )
    await app.register(importRoutes(installing))
    app.get(
      "/device-imports",
      { schema: { operationId: "listDeviceImports", response: { 200: DeviceImportList, ...refusals } } },
      async ({ actor }) => {
        permit(actor, "sense.configure")
        const imports = await listImports(world.db.query, IMPORTS_SHOWN)
        return { imports: imports.map((one) => ({ ...one, createdAt: one.createdAt.toISOString() })) }
      },
    )
    app.get(
      "/device-imports/:id",
      { schema: { operationId: "readDeviceImport", params: Id, response: { 200: DeviceImport, 404: Problem, ...refusals } } },
      async ({ actor, params }) => {
        permit(actor, "sense.configure")
        const kept = await findImport(world.db.query, params.id)
        if (!kept) throw senseErrors.IMPORT_NOT_FOUND({ id: params.id })
        return shown(kept)
      },
    )
    for (const [verb, operationId, run] of [
      ["confirm", "confirmDeviceImport", confirmImport],
      ["undo", "undoDeviceImport", undoImport],
    ] as const) {
      app.post(
        `/device-imports/:id/${verb}`,
        { schema: { operationId, params: Id, response: { 200: DeviceImport, 404: Problem, 409: Problem, ...refusals } } },
        async ({ actor, params }) => {
          permit(actor, "sense.configure")
          return shown(await run(installing, actor, params.id))
        },
      )
    }
  }
}

/** Files come as the body itself; their types are read nowhere else. */
function importRoutes(installing: Installing): FastifyPluginAsyncZod {
  return async (app) => {
    app.addContentTypeParser(["text/csv", XLSX], { parseAs: "buffer", bodyLimit: TABLE_MAX_BYTES }, (_request, body, done) =>
      done(null, body),
    )
    app.post(
      "/device-imports",
      {
        bodyLimit: TABLE_MAX_BYTES,
        onRequest: async ({ actor }) => permit(actor, "sense.configure"),
        schema: {
          operationId: "uploadDevices",
          consumes: ["text/csv", XLSX],
          // Whose coordinates these are is always said: a guess would put a device half a kilometre beside its street.
          querystring: z.object({ crs: z.string().max(40) }),
          body: z.instanceof(Buffer).meta({ type: "string", format: "binary" }),
          response: { 200: DeviceImport, 400: Problem, ...refusals },
        },
      },
      async ({ actor, body, query }) => {
        permit(actor, "sense.configure")
        return shown(await uploadDevices(installing, actor, { bytes: body, crs: query.crs }))
      },
    )
  }
}

function shown({ id, state, crs, createdAt, devices, same, bad, badRows }: KeptImport): z.infer<typeof DeviceImport> {
  return {
    ...{ id, state, crs, same, bad },
    createdAt: createdAt.toISOString(),
    fresh: devices.length,
    badRows: [...badRows],
    devices: devices.map(({ key, kind, name, at, area }) => ({ ...{ key, kind, name, at, area } })),
  }
}
