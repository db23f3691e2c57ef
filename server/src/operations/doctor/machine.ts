import { execFile } from "node:child_process"
import { randomUUID } from "node:crypto"
import fs from "node:fs"
import path from "node:path"

const FSYNC_TRIES = 15
const FSYNC_BYTES = 8_192
const ASK_TIMEOUT_MS = 3_000

export interface MachineFacts {
  readonly nodeVersion: string
  readonly folder: {
    readonly path: string
    readonly failure: string | null
    readonly freeBytes: number
    readonly othersMayRead: boolean
  }
  /** The median of a few small writes that were brought to the disk, in milliseconds; why there is none; null if not tried. */
  readonly fsyncMs: number | Error | null
  readonly clock: {
    readonly now: Date
    /** How far the wall clock moved against the one that only goes forward, while we looked, in milliseconds. */
    readonly jumpMs: number
    /** What the system says of its time server; null where it cannot be asked. */
    readonly synchronised: boolean | null
  }
}

/** Looks at the machine. Writes one small file into the data folder and removes it. */
export async function readMachineFacts(dataFolder: string): Promise<MachineFacts> {
  const offsetMs = Date.now() - performance.now()
  const folder = readFolder(dataFolder)
  const fsyncMs = folder.failure === null ? measureFsyncMs(dataFolder) : null
  const synchronised = await askSynchronised()
  const jumpMs = Math.abs(Date.now() - performance.now() - offsetMs)
  return { nodeVersion: process.versions.node, folder, fsyncMs, clock: { now: new Date(), jumpMs, synchronised } }
}

function readFolder(folder: string): MachineFacts["folder"] {
  const resolved = path.resolve(folder)
  try {
    fs.mkdirSync(resolved, { recursive: true, mode: 0o700 })
    fs.accessSync(resolved, fs.constants.W_OK | fs.constants.R_OK)
    const { bavail, bsize } = fs.statfsSync(resolved)
    const othersMayRead = process.platform !== "win32" && (fs.statSync(resolved).mode & 0o077) !== 0
    return { path: resolved, failure: null, freeBytes: bavail * bsize, othersMayRead }
  } catch (error) {
    return { path: resolved, failure: (error as Error).message, freeBytes: 0, othersMayRead: false }
  }
}

/** A full disk often still takes a new name and only refuses what is written into it. */
function measureFsyncMs(folder: string): number | Error {
  const file = path.join(folder, `doctor-${randomUUID()}`)
  let opened: number | undefined
  try {
    opened = fs.openSync(file, "wx", 0o600)
    return medianWriteMs(opened)
  } catch (error) {
    return error as Error
  } finally {
    if (opened !== undefined) fs.closeSync(opened)
    fs.rmSync(file, { force: true })
  }
}

function medianWriteMs(opened: number): number {
  const bytes = Buffer.alloc(FSYNC_BYTES, 1)
  const took = Array.from({ length: FSYNC_TRIES }, () => {
    const before = performance.now()
    fs.writeSync(opened, bytes)
    fs.fsyncSync(opened)
    return performance.now() - before
  })
  return took.toSorted((a, b) => a - b)[FSYNC_TRIES >> 1]!
}

/** systemd knows; where it does not run, nobody can be asked in the same words. */
function askSynchronised(): Promise<boolean | null> {
  return new Promise((resolve) => {
    const options = { timeout: ASK_TIMEOUT_MS, encoding: "utf8" } as const
    execFile("timedatectl", ["show", "-p", "NTPSynchronized", "--value"], options, (error, stdout) => {
      const said = stdout.trim()
      resolve(error || !["yes", "no"].includes(said) ? null : said === "yes")
    })
  })
}
