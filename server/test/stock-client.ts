import fs from "node:fs"
import { createRequire, registerHooks } from "node:module"
import path from "node:path"
import { pathToFileURL } from "node:url"

/**
 * 52°North's toolbox, a client library for SensorThings servers of anybody, is no package of this project: it brings Angular along.
 * It is used from a folder of its own, made by `npm install @helgoland/core@20.0.1 @angular/compiler@20 --prefix <folder>`.
 */
const LIBRARY = "@helgoland/core"
/** It is written for bundlers, which find names in packages of the older kind that Node does not find there. */
const OLDER = /import (?:(\w+), )?\{([^}]*)\} from '(moment|class-transformer)'/g

export type Entity = Readonly<Record<string, unknown>> & { readonly "@iot.id": number }
export interface EntityPage {
  readonly value: readonly Entity[]
  readonly "@iot.count"?: number
  readonly "@iot.nextLink"?: string
}

interface Observable {
  readonly isObservable: true
}
/** A class of the library, by the names of its methods. */
type Service = Readonly<Record<string, (...given: readonly unknown[]) => Observable>>
interface Observer {
  next(value: unknown): void
  error(error: unknown): void
  complete(): void
}
interface HttpRequest {
  readonly method: string
  readonly urlWithParams: string
  serializeBody(): string | null
  detectContentTypeHeader(): string | null
}

export interface StockClient {
  /** Calls a method of its `StaInterfaceService`, such as `insertThing`. Rejects with what the server refused. */
  call<T = Entity>(method: string, ...given: readonly unknown[]): Promise<T>
  /** As `call`, with all pages that follow. */
  callAll(method: string, ...given: readonly unknown[]): Promise<EntityPage>
  /** Calls a method of what its applications ask, such as `getDatasets`. */
  connect<T>(method: string, ...given: readonly unknown[]): Promise<T>
}

/** The folder where the library is installed; undefined where it is not. */
export function findStockClient(): string | undefined {
  const folder = process.env["HOLDFAST_TEST_STOCK_CLIENT"]
  return folder && fs.existsSync(path.join(folder, "node_modules", LIBRARY)) ? folder : undefined
}

/** The library as it is, with a connection that signs in as a device. */
export async function openStockClient(folder: string, authorization: string): Promise<StockClient> {
  const hooks = registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context)
      if (!url.endsWith("/helgoland-core.mjs")) return loaded
      const source = String(loaded.source).replaceAll(OLDER, (_all, own: string | undefined, names: string, from: string) => {
        const whole = own ?? "whole"
        return `import ${whole} from '${from}'; const {${names}} = ${whole}`
      })
      return { ...loaded, source }
    },
  })
  const require = createRequire(path.join(folder, "node_modules", LIBRARY, "package.json"))
  const load = async <T>(name: string) => (await import(pathToFileURL(require.resolve(name)).href)) as T
  await load("@angular/compiler")
  type Token = new () => Service
  const core = await load<{ Injector: { create(options: object): { get(token: unknown): Service } } }>("@angular/core")
  const { HttpHandler, HttpResponse } = await load<{ HttpHandler: unknown; HttpResponse: new (given: object) => unknown }>(
    "@angular/common/http",
  )
  const { Observable: Stream, lastValueFrom } = await load<{
    Observable: new (work: (observer: Observer) => void) => Observable
    lastValueFrom(given: Observable): Promise<unknown>
  }>("rxjs")
  const library = await load<Readonly<Record<"HttpService" | "StaInterfaceService" | "StaApiV1Connector", Token>>>(LIBRARY)
  hooks.deregister()
  const ask = async (request: HttpRequest): Promise<unknown> => {
    const { method, urlWithParams } = request
    const body = request.serializeBody()
    const type = request.detectContentTypeHeader()
    const headers = { authorization, accept: "application/json, text/plain, */*", ...(type ? { "content-type": type } : {}) }
    const answer = await fetch(urlWithParams, { method, body, headers })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${urlWithParams} → ${answer.status} ${text}`)
    return new HttpResponse({ status: answer.status, body: text === "" ? null : (JSON.parse(text) as unknown) })
  }
  const handle = (request: HttpRequest) =>
    new Stream((observer) => {
      ask(request).then(
        (answer) => {
          observer.next(answer)
          observer.complete()
        },
        (error: unknown) => observer.error(error),
      )
    })
  const made = (token: Token) => ({ provide: token, useFactory: () => new token() })
  const injector = core.Injector.create({
    providers: [
      { provide: HttpHandler, useValue: { handle } },
      ...[library.HttpService, library.StaInterfaceService, library.StaApiV1Connector].map(made),
    ],
  })
  const [sta, connector] = [injector.get(library.StaInterfaceService), injector.get(library.StaApiV1Connector)]
  return {
    call: async <T>(method: string, ...given: readonly unknown[]) => (await lastValueFrom(sta[method]!(...given))) as T,
    callAll: async (method, ...given) => (await lastValueFrom(sta["aggregatePaging"]!(sta[method]!(...given)))) as EntityPage,
    connect: async <T>(method: string, ...given: readonly unknown[]) => (await lastValueFrom(connector[method]!(...given))) as T,
  }
}
