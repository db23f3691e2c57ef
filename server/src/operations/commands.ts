import type { Json } from "@holdfast/kernel"
import { z } from "zod"
import type { World } from "../platform/world/index.ts"
import { readDatabaseFacts } from "./database-facts.ts"
import { writeBackup } from "./write-backup.ts"

/** The same shape as the server's other commands; here so that this folder knows nothing of who runs them. */
interface Command {
  readonly name: string
  run(world: World, args: Json, report: (progress: Json) => void): Promise<Json>
}

const BackupArgs = z.object({ file: z.string().min(1), passphrase: z.string() })

export const backupCommand: Command = {
  name: "backup",
  async run(world, args, report) {
    const { file, passphrase } = BackupArgs.parse(args)
    await world.log.drain()
    world.log.roots.flush()
    const { db, dataFolder, clock } = world
    return { ...(await writeBackup({ db, dataFolder, clock, file, passphrase, onProgress: (table) => report({ table }) })) }
  },
}

const FactsArgs = z.object({ readLog: z.boolean() })

/** What `doctor` and `upgrade --check` ask of a city that runs. */
export const databaseFactsCommand: Command = {
  name: "database-facts",
  async run(world, args) {
    const { readLog } = FactsArgs.parse(args)
    await world.log.drain()
    world.log.roots.flush()
    const facts = await readDatabaseFacts({ db: world.db, dataFolder: world.dataFolder, readLog })
    return { ...facts, migrations: facts.migrations.map(({ name, checksum }) => ({ name, checksum })) }
  },
}
