import { type Finding, finding } from "./finding.ts"
import type { MachineFacts } from "./machine.ts"

const GIB = 1024 ** 3
const NODE_MIN = 24
const FREE_PROBLEM_GIB = 0.5
const FREE_WARNING_GIB = 5
/** A duty officer's click waits for one of these; a spinning disk needs about ten. */
const FSYNC_WARNING_MS = 40
const FSYNC_PROBLEM_MS = 500
const JUMP_WARNING_MS = 200

/** What the facts of the machine mean for a city. `newestAt` is the newest entry of the log, which no clock may be behind. */
export function judgeMachine(facts: MachineFacts, newestAt: Date | undefined): Finding[] {
  return [judgeNode(facts), ...judgeFolder(facts), ...judgeClock(facts, newestAt)]
}

function judgeNode({ nodeVersion }: MachineFacts): Finding {
  const old = Number(nodeVersion.split(".")[0]) < NODE_MIN
  return finding(old ? "problem" : "ok", old ? "nodeOld" : "node", { found: nodeVersion, needed: NODE_MIN })
}

function judgeFolder({ folder, fsyncMs }: MachineFacts): Finding[] {
  if (folder.failure !== null) return [finding("problem", "folderUnusable", { folder: folder.path, reason: folder.failure })]
  const freeGib = folder.freeBytes / GIB
  const values = { folder: folder.path, free: Math.round(freeGib * 10) / 10, needed: FREE_WARNING_GIB }
  const space =
    freeGib < FREE_PROBLEM_GIB
      ? finding("problem", "diskFull", values)
      : freeGib < FREE_WARNING_GIB
        ? finding("warning", "diskLow", values)
        : finding("ok", "folder", values)
  // What the lack of room refuses is said by the line about the room.
  if (fsyncMs instanceof Error)
    return [
      space.level === "problem" ? space : finding("problem", "folderUnusable", { folder: folder.path, reason: fsyncMs.message }),
    ]
  const ms = Math.round((fsyncMs ?? 0) * 10) / 10
  const disk =
    ms > FSYNC_PROBLEM_MS
      ? finding("problem", "fsyncSlow", { ms })
      : ms > FSYNC_WARNING_MS
        ? finding("warning", "fsyncSlow", { ms })
        : finding("ok", "fsync", { ms })
  const open = folder.othersMayRead ? [finding("warning", "folderOpen", { folder: folder.path })] : []
  return [space, ...open, disk]
}

function judgeClock({ clock }: MachineFacts, newestAt: Date | undefined): Finding[] {
  const findings: Finding[] = []
  if (newestAt && newestAt > clock.now) findings.push(finding("problem", "clockBehind", { newest: newestAt.toISOString() }))
  if (clock.jumpMs > JUMP_WARNING_MS) findings.push(finding("warning", "clockJumps", { ms: Math.round(clock.jumpMs) }))
  if (clock.synchronised === false) findings.push(finding("warning", "clockAlone"))
  if (clock.synchronised === null) findings.push(finding("ok", "clockUnknown"))
  return findings.length > 0 ? findings : [finding("ok", "clock")]
}
