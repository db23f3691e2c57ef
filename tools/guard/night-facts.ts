import type { Role } from "../../packages/contracts/src/index.ts"
import type { Doors } from "./city-questions.ts"
import type { Leak } from "./walk.ts"

/** Whoever is asked for in the rights: shops have no account and read what everybody reads. */
export type Reader = Role | "nobody"
export const readers: readonly Reader[] = ["nobody", "inspector", "leader", "duty-officer"]

/** One answer to somebody who is not signed in. */
export interface PublicAnswer {
  readonly path: string
  readonly status: number
  readonly type: string
  readonly policy: string
  readonly referrerPolicy: string
  readonly body: string
}

/** An entry of the log in a played night, as the database has it. */
export interface PlayedEntry {
  readonly module: string
  readonly verb: string
  readonly record: string
  readonly edge: string
  readonly cause: string | null
  readonly causeModule: string | null
  readonly sealedCauseModule: string | null
  /** A sealed edge must not stand in the header too. */
  readonly sealedCause: boolean
  readonly body: string | null
}

/** What the drill and the live city beside it looked like from outside and inside. */
export interface Isolation {
  /** What changed in the live city while the drill played: tables, jobs, files. */
  readonly changes: readonly string[]
  readonly live: Doors
  readonly liveBefore: Doors
  readonly drill: Doors
  readonly cookies: { readonly live: string; readonly drill: string }
  /** Who the drill takes a browser for that has the live city's cookie, and the other way round. */
  readonly strangers: readonly (string | null)[]
  readonly origins: { readonly live: string; readonly drill: string }
  readonly messages: readonly { readonly sender: string; readonly status: string }[]
  /** Pages of the drill that do not say that it is one. */
  readonly unmarked: readonly string[]
  /** Events of the log that happened in the drill meanwhile. */
  readonly played: number
}

/** How many values of a personal column were there, and how many are left after its time. */
export interface KeptColumn {
  readonly column: string
  readonly days: number
  readonly before: number
  readonly left: number
}

/** What was seen in a real live city and a real drill beside it, in which a storm was played and residents reported. */
export interface NightFacts {
  readonly leaks: readonly Leak[]
  /** How far the walk came: a walk that read nothing proves nothing. */
  readonly walked: readonly { readonly role: Reader; readonly read: number; readonly records: number }[]
  readonly answers: readonly PublicAnswer[]
  readonly entries: readonly PlayedEntry[]
  readonly isolation: Isolation
  /** Where a visitor's address, browser, referrer, or looked-up place was found again. */
  readonly traces: readonly string[]
  /** Requests that the application logs speak of; the search means nothing when they are silent. */
  readonly logged: number
  readonly kept: readonly KeptColumn[]
  /** What moves and is still somewhere, long after the day was over. */
  readonly trails: readonly string[]
  /** Texts of people that the night left in the database, by column. */
  readonly personal: readonly { readonly column: string; readonly value: string }[]
  readonly indexes: readonly { readonly table: string; readonly columns: readonly string[]; readonly definition: string }[]
  /** Residents by area, exactly as the database has them. */
  readonly residents: readonly { readonly area: string; readonly parent: string | null; readonly exact: number }[]
}
