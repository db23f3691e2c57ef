import type { AreaCount, GroupMembers, InboxPage } from "@holdfast/contracts"
import type { Actor } from "../../../platform/log/index.ts"
import type { World } from "../../../platform/world/index.ts"
import { senseErrors } from "../errors.ts"
import { groupSignals, membersIn, type Place, placesOf } from "./domain/groups.ts"
import type { People } from "./people.ts"
import { showLines } from "./show-lines.ts"
import { countShelved, listLines, listOpen, listOver, listShelved, type StoredOpen } from "./store/line-store.ts"

const GROUPS_MAX = 50
const MEMBERS_MAX = 50
const SHELVED_MAX = 50
const OVER_MAX = 20

interface Reading {
  readonly world: World
  readonly people: People
}

/** One page of the inbox: lines with counts and places, however many signals there are. */
export async function readInbox({ world, people }: Reading, actor: Actor, skip: number): Promise<InboxPage> {
  // The position first: what commits in between comes twice, which is harmless, instead of never.
  const position = world.log.position
  const db = world.db.query
  const open = await listOpen(db)
  const [shelved, over, shelvedCount] = await Promise.all([
    listShelved(db, SHELVED_MAX),
    listOver(db, OVER_MAX),
    countShelved(db),
  ])
  const groups = groupSignals(open)
  const shown = groups.slice(skip, skip + GROUPS_MAX)
  const stored = await listLines(
    db,
    shown.map(({ lead }) => lead.id),
  )
  const leads = new Map((await showLines(people, actor, stored)).map((line) => [line.id, line]))
  const name = namesOf(open)
  return {
    position,
    counts: {
      signals: open.length,
      unseen: open.filter(({ isUnseen }) => isUnseen).length,
      groups: groups.length,
      shelved: shelvedCount,
    },
    groups: shown.flatMap(({ key, kind, level, lead, members, unseen, askedMs, escalatedTo, places }) => {
      const line = leads.get(lead.id)
      if (!line) return []
      const askedAt = new Date(askedMs).toISOString()
      return { key, kind, level, lead: line, count: members.length, unseen, askedAt, escalatedTo, areas: places.map(name) }
    }),
    next: skip + GROUPS_MAX < groups.length ? skip + GROUPS_MAX : null,
    areas: placesOf(open).map(name),
    shelved: await showLines(people, actor, shelved),
    over: await showLines(people, actor, over),
  }
}

/** What one line of the inbox stands for, in some areas or everywhere, page by page. Throws `SENSE_GROUP_NOT_FOUND`. */
export async function readMembers(
  { world, people }: Reading,
  actor: Actor,
  { key, skip, areas }: { readonly key: string; readonly skip: number; readonly areas?: readonly string[] | undefined },
): Promise<GroupMembers> {
  const group = groupSignals(await listOpen(world.db.query)).find((found) => found.key === key)
  if (!group) throw senseErrors.GROUP_NOT_FOUND({ group: key })
  const members = membersIn(group, areas)
  const ids = members.slice(skip, skip + MEMBERS_MAX).map(({ id }) => id)
  const signals = await showLines(people, actor, await listLines(world.db.query, ids))
  return { signals, next: skip + MEMBERS_MAX < members.length ? skip + MEMBERS_MAX : null }
}

function namesOf(open: readonly StoredOpen[]): (place: Place) => AreaCount {
  const names = new Map(open.map(({ area, areaName }) => [area, areaName]))
  return ({ area, level, count, unseen }) => ({ area: { id: area, name: names.get(area)! }, level, count, unseen })
}
