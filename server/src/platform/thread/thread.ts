import { Problem, Thread, type ThreadNode } from "@holdfast/contracts"
import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod"
import { z } from "zod"
import { platformErrors } from "../errors.ts"
import { permit } from "../identity/index.ts"
import type { CityModule, World } from "../world/index.ts"
import { protectedCount } from "./protected-count.ts"
import { sealedModules } from "./sealed.ts"
import { sealedNode } from "./sealed-node.ts"
import {
  countSealedConsequences,
  findSealedCause,
  listBeginnings,
  listDownstream,
  listEntries,
  listUpstream,
  type ThreadEntry,
} from "./store.ts"

export type { ThreadEntry } from "./store.ts"

/** What is shown of a thread in each direction. A storm with more consequences is read in its incidents. */
const RECORDS_MAX = 500

export interface ThreadDoor {
  /** Everything that led to a record and that it led to. Throws `PLATFORM_RECORD_NOT_FOUND`. */
  walk(record: string): Promise<Thread>
  /** The log's entries about records, by position; those of modules that never open are left out. */
  listEntries(records: readonly string[]): Promise<ThreadEntry[]>
  readonly routes: CityModule["routes"]
}

/**
 * The thread (来龙去脉) of one world, walked over the log's open edges. What the log has, the modules describe; a record that
 * none of them describes is left out.
 *
 * @param options.describers asked at each walk, so that modules may start after the thread
 * @param options.timeZone the city's, in which the day of what is sealed is counted
 */
export function createThread(options: {
  readonly world: World
  readonly describers: () => readonly CityModule[]
  readonly timeZone: string
}): ThreadDoor {
  const { world, describers, timeZone } = options

  const walk = async (record: string): Promise<Thread> => {
    const db = world.db.query
    const [own] = await listBeginnings(db, [record])
    if (!own) throw platformErrors.RECORD_NOT_FOUND({ record })
    // A resident's report answers for nothing but its own existence, also to who knows its reference.
    const opens = !sealedModules.includes(own.module)
    const up = opens ? await listUpstream(db, record, sealedModules, RECORDS_MAX + 1) : [record]
    const down = opens ? await listDownstream(db, record, sealedModules, RECORDS_MAX + 1) : [record]
    const nodes = await describe([...new Set([...up, ...down])])
    const node = nodes.get(record)
    if (!node) throw platformErrors.RECORD_NOT_FOUND({ record })
    const causes = new Set(up)
    const because = inOrder(
      nodes,
      up.filter((other) => other !== record),
    )
    // In a cycle a record is both; it is told once, as a cause.
    const ledTo = inOrder(
      nodes,
      down.filter((other) => !causes.has(other)),
    )
    const sealed = await countSealedConsequences(db, down, sealedModules)
    const sealedCause = opens ? await findSealedCause(db, up, sealedModules) : null
    return {
      record: { ...node, edge: opens ? "none" : "sealed" },
      because: sealedCause ? [sealedNode({ at: sealedCause, timeZone, as: "cause" }), ...because] : because,
      // One node for all that is sealed: several would give the number away that the count rounds.
      ledTo: sealed.firstAt ? byTime([...ledTo, sealedNode({ at: sealed.firstAt, timeZone, as: "consequence" })]) : ledTo,
      protectedCount: protectedCount(sealed.count),
    }
  }

  /** Time first; of two at the same millisecond, the one that the log has first. */
  const describe = async (records: readonly string[]): Promise<Map<string, ThreadNode>> => {
    const found = await Promise.all(describers().map((module) => module.describe(records)))
    const known = new Map(found.flatMap((nodes) => [...nodes]))
    const beginnings = await listBeginnings(world.db.query, [...known.keys()])
    const ordered = beginnings.toSorted((a, b) => a.seq - b.seq).map(({ record }) => [record, known.get(record)!] as const)
    return new Map(ordered.toSorted(([, a], [, b]) => Date.parse(a.at) - Date.parse(b.at)))
  }

  const plugin: FastifyPluginAsyncZod = async (app) => {
    app.get(
      "/thread/:record",
      {
        schema: {
          operationId: "walkThread",
          params: z.object({ record: z.uuid() }),
          response: { 200: Thread, 401: Problem, 403: Problem, 404: Problem },
        },
      },
      async (request) => {
        permit(request.actor, "read-operations")
        return walk(request.params.record)
      },
    )
  }

  return {
    walk,
    listEntries: async (records) =>
      (await listEntries(world.db.query, records)).filter(({ module }) => !sealedModules.includes(module)),
    routes: [{ prefix: "/api", plugin }],
  }
}

function inOrder(nodes: ReadonlyMap<string, ThreadNode>, records: readonly string[]): ThreadNode[] {
  const wanted = new Set(records.slice(0, RECORDS_MAX))
  return [...nodes].filter(([record]) => wanted.has(record)).map(([, node]) => ({ ...node, edge: "open" }))
}

function byTime(nodes: readonly ThreadNode[]): ThreadNode[] {
  return nodes.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
