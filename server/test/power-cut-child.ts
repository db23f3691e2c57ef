import fs from "node:fs"
import path from "node:path"
import { openDurable } from "../src/platform/db/pglite/durable.ts"
import { prepareFolder } from "../src/platform/db/pglite/folder.ts"

/**
 * Writes to an embedded database until it is killed, and keeps beside it what a power cut would leave at worst: each file as it
 * was at its last fsync, renames as of the last fsync of their folder, nothing else.
 */
const [base, kept, acknowledgedFile] = process.argv.slice(2) as [string, string, string]
const folders = new Map<number, string>()
const fsync = fs.fsyncSync.bind(fs)

fs.fsyncSync = (descriptor: number) => {
  fsync(descriptor)
  const file = fs.readlinkSync(`/proc/self/fd/${descriptor}`)
  const inside = path.relative(base, file)
  if (inside.startsWith("..")) return
  const target = path.join(kept, inside)
  const stat = fs.fstatSync(descriptor)
  if (stat.isDirectory()) keepFolder(file, target)
  else {
    fs.mkdirSync(path.dirname(target), { recursive: true })
    fs.copyFileSync(file, `${target}.keeping`)
    fs.renameSync(`${target}.keeping`, target)
  }
}

/** A folder that was renamed since becomes durable under its new name with the fsync of its parent. */
function keepFolder(file: string, target: string): void {
  fs.mkdirSync(target, { recursive: true })
  folders.set(fs.statSync(file).ino, target)
  for (const entry of fs.readdirSync(file, { withFileTypes: true })) {
    if (!entry.isDirectory()) continue
    const child = path.join(file, entry.name)
    const inode = fs.statSync(child).ino
    const keptChild = path.join(target, entry.name)
    const before = folders.get(inode)
    if (before && before !== keptChild && fs.existsSync(before) && !fs.existsSync(keptChild)) fs.renameSync(before, keptChild)
    fs.mkdirSync(keptChild, { recursive: true })
    folders.set(inode, keptChild)
  }
}

const folder = path.join(base, "pglite")
await prepareFolder(folder)
const engine = await openDurable({
  folder,
  onFsyncError: (error) => {
    throw error
  },
})
await engine.exec(`create table if not exists kept (id int primary key, padding text, at geometry(point, 4326));
  create index if not exists kept_at on kept using gist (at)`)
const acknowledged = fs.openSync(acknowledgedFile, "w")
const found = await engine.query<{ last: number }>("select coalesce(max(id), 0) as last from kept")
let last = found.rows[0]!.last
fs.writeSync(acknowledged, String(last).padEnd(12), 0)
process.stdout.write("ready\n")
for (let round = 1; ; round += 1) {
  const count = 1 + (round % 20)
  await engine.query(
    "insert into kept select $1::int + n, repeat('x', 200), st_setsrid(st_makepoint(n, 1), 4326) from generate_series(1, $2::int) n",
    [last, count],
  )
  last += count
  fs.writeSync(acknowledged, String(last).padEnd(12), 0)
  if (round % 50 === 0) await engine.exec("checkpoint")
  if (round % 70 === 0) await engine.exec("update kept set padding = padding where id % 50 = 0")
}
