import { newId } from "@holdfast/kernel"
import { expect, test } from "vitest"
import { openTestWorld } from "../../../test/worlds.ts"
import { followLog } from "./index.ts"

const { world } = await openTestWorld()

async function write(verb: string): Promise<string> {
  const record = newId()
  await world.transact(async (tx) => {
    tx.record({ module: "trial", verb, record, actor: { role: "system" }, retention: "permanent", body: {} })
  })
  await world.log.drain()
  return record
}

test("handles each entry it wants exactly once, in order, across failures and restarts", async () => {
  const handled: string[] = []
  const errors: unknown[] = []
  let failures = 2
  const start = () =>
    followLog(world, {
      name: "trial",
      wants: ({ verb }) => verb === "send",
      prepare: ({ seq }) => world.log.after(seq - 1, 1),
      handle: async (tx, header, prepared) => {
        if (failures > 0) {
          failures -= 1
          throw new Error("the first tries fail")
        }
        tx.record({
          module: "trial",
          verb: "answer",
          record: newId(),
          because: { edge: "open", record: header.record },
          actor: { role: "system" },
          retention: "permanent",
          body: {},
        })
        handled.push(prepared[0]!.record)
      },
      onError: (error) => errors.push(error),
    })
  const first = await start()
  const sent = [await write("send"), await write("other"), await write("send")]
  await first.caughtUp()
  await first.stop()
  const later = await write("send")
  const second = await start()
  await second.caughtUp()
  await second.stop()
  expect(handled).toEqual([sent[0], sent[2], later])
  expect(errors).toHaveLength(2)
  await world.log.drain()
  const answers = (await world.log.after(0, 1_000)).filter(({ verb }) => verb === "answer")
  expect(answers.map(({ because }) => because)).toEqual(handled)
})
