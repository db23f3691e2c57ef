import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { changeTask } from "./change-task.ts"
import type { Task } from "./domain/task.ts"

/** A task cannot or will not be done; the reason stays with it, for whoever has to decide instead. */
export function refuseTask(world: World, actor: Actor, { id, note }: { id: string; note: string }): Promise<Task> {
  return changeTask(world, actor, { id, verb: "refuse-task", note })
}
