import type { Actor } from "../../platform/log/index.ts"
import type { World } from "../../platform/world/index.ts"
import { changeTask } from "./change-task.ts"
import type { Task } from "./domain/task.ts"

/** Somebody has begun this task. */
export function startTask(world: World, actor: Actor, { id, note }: { id: string; note?: string | undefined }): Promise<Task> {
  return changeTask(world, actor, { id, verb: "start-task", note })
}
