import {
  ALERTS_MAX,
  type AlertLink,
  type AlertsMapping,
  keepAside,
  type OutsideContext,
  readAlertMessage,
  takeAlerts,
} from "../outside/index.ts"
import type { Mapping } from "./domain/mapping.ts"
import type { Ask, Taker } from "./source.ts"

/** Messages that are fetched at once, and for how long; what is left comes in the next round. */
const LINKS_AT_ONCE = 4
const LINKS_FOR_MS = 60_000

/** Keeps the alerts of others that a source brings, and fetches those that its feed only names. */
export function alertTaker(context: OutsideContext, mapping: Mapping, alerts: AlertsMapping): Taker {
  const hosts = new Set(alerts.hosts)
  if (mapping.kind === "http-poll") hosts.add(new URL(mapping.url).host)
  const read = new Map<string, string>()
  return async ({ bytes }, ask) => {
    const feed = readAlertMessage(alerts, bytes)
    const fetched = await followLinks(alerts, { links: feed.links, hosts, read, ask })
    const found = [...feed.alerts, ...fetched.alerts]
    const kept = await takeAlerts(context, { name: mapping.name, mapping: alerts }, found)
    await keepAside(context.world, mapping.name, [...feed.setAside, ...fetched.setAside, ...kept.setAside])
    for (const { href, updated } of fetched.done) remember(read, href, updated)
    const newestMs = found.reduce((newest, { sent }) => Math.max(newest, sent.getTime()), -Infinity)
    return {
      ...{ stored: kept.stored, doubles: kept.doubles + fetched.unchanged },
      refused: [...feed.refused, ...fetched.refused, ...kept.refused],
      newestAt: Number.isFinite(newestMs) ? new Date(newestMs) : undefined,
    }
  }
}

interface Following {
  readonly links: readonly AlertLink[]
  readonly hosts: ReadonlySet<string>
  readonly read: ReadonlyMap<string, string>
  readonly ask: Ask
}

/**
 * Asks for the messages behind links, at hosts that the mapping names alone: a feed must not send us around in our own network. What
 * was read and did not change since is not asked for again.
 */
async function followLinks(alerts: AlertsMapping, { links, hosts, read, ask }: Following) {
  const allowed = links.filter(
    ({ href }) => URL.canParse(href) && /^https?:$/.test(new URL(href).protocol) && hosts.has(new URL(href).host),
  )
  const fresh = allowed.filter(({ href, updated }) => read.get(href) !== updated)
  const queue = [...fresh]
  const done: AlertLink[] = []
  const found: ReturnType<typeof readAlertMessage>[] = []
  let failed = 0
  const signal = AbortSignal.timeout(LINKS_FOR_MS)
  const fetchSome = async () => {
    for (let link = queue.shift(); link && !signal.aborted; link = queue.shift()) {
      try {
        const bytes = await ask(link.href, signal)
        found.push(readAlertMessage(alerts, bytes, link.href))
        done.push(link)
      } catch {
        failed += 1
      }
    }
  }
  await Promise.all(Array.from({ length: LINKS_AT_ONCE }, fetchSome))
  return {
    done,
    unchanged: allowed.length - fresh.length,
    alerts: found.flatMap((one) => one.alerts),
    setAside: found.flatMap((one) => one.setAside),
    refused: [
      ...found.flatMap((one) => one.refused),
      ...new Array<string>(links.length - allowed.length).fill("link-refused"),
      ...new Array<string>(failed + queue.length).fill("link-failed"),
    ],
  }
}

function remember(read: Map<string, string>, href: string, updated: string): void {
  read.delete(href)
  read.set(href, updated)
  for (const oldest of read.keys()) {
    if (read.size <= 2 * ALERTS_MAX) break
    read.delete(oldest)
  }
}
