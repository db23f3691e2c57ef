import { picturePath } from "@holdfast/contracts"
import type { Language } from "@holdfast/words"
import type { PublicOptions } from "../page-context.ts"
import { stillAddress } from "../page-context.ts"
import { publicScript } from "../public-script.ts"
import type { PublishTarget } from "./publish-target.ts"
import { listStillPages } from "./still-pages.ts"

/** What one round wrote. */
export interface Published {
  readonly files: number
  /** New or changed. */
  readonly written: number
}

/** An object store is far away. */
const AT_ONCE = 8

/**
 * Writes the pages for everybody as files. First what is named by others, then the pages that name it: whoever follows a link finds
 * what it leads to.
 *
 * @param options.language whose home stands at the root
 * @param options.read gives what the city itself answers at an address: the feed, and the messages as they were sent
 */
export async function publishSite(
  given: PublicOptions,
  target: PublishTarget,
  options: { readonly language: Language; readonly read: (path: string) => Promise<string> },
): Promise<Published> {
  let files = 0
  let written = 0
  const put = async (file: string, body: string | Uint8Array<ArrayBuffer>) => {
    files += 1
    if (await target.put(file, body)) written += 1
  }
  const feed = await options.read("/cap/feed.atom")
  for (const [, message] of feed.matchAll(/href="[^"]*(\/cap\/alerts\/[^"]+\.xml)"/g))
    await put(message!, await options.read(message!))
  await put("/cap/feed.atom", feed)
  await put("/public.js", publicScript)
  const pages = await readOnce(given)
  const known = (await target.list(`/${options.language}/warnings`)).filter((name) => /^W-\d{1,9}$/.test(name))
  for (const picture of await listPictures(pages)) {
    const bytes = await given.warn.findPicture(picture)
    if (bytes) await put(picturePath(picture), bytes)
  }
  const still = await listStillPages(pages, known)
  // The homes last: they name the others.
  const order = still.toSorted((a, b) => b.path.length - a.path.length)
  for (let i = 0; i < order.length; i += AT_ONCE) {
    await Promise.all(
      order.slice(i, i + AT_ONCE).map(async ({ path, render }) => {
        const body = await render()
        if (body !== undefined) await put(path, body)
      }),
    )
    // Residents who are served by the city itself are not kept waiting for a file.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const home = stillAddress("/", { language: options.language, large: false })
  await put(
    "/index.html",
    `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=${home}"><a href="${home}">${pages.city[options.language]}</a>\n`,
  )
  return { files, written }
}

/** What the pages show; those of older warnings stay as they were written last. */
async function listPictures({ warn }: PublicOptions): Promise<string[]> {
  const shown = (await warn.listPublic()).flatMap(({ warning }) => warning.resources)
  return shown.flatMap((resource) => (resource.kind === "picture" ? [resource.picture] : []))
}

/** Hundreds of pages of one moment: what they all show is read once for all of them. */
async function readOnce(given: PublicOptions): Promise<PublicOptions> {
  const { warn, places } = given
  const shown = await warn.listPublic()
  const shelters = await places.listSites({ kinds: ["shelter"] })
  const areas = places.listAreas()
  return {
    ...given,
    warn: { ...warn, listPublic: async () => shown },
    places: {
      ...places,
      listSites: async () => shelters,
      listAreas: (kind) => areas.filter((area) => !kind || area.kind === kind),
    },
  }
}
