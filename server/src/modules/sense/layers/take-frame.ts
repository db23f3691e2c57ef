import { AppError } from "@holdfast/kernel"
import type { World } from "../../../platform/world/index.ts"
import type { LayerMapping } from "./domain/layer-mapping.ts"
import { keepFrame } from "./keep-frame.ts"
import { readFrame } from "./read-frame.ts"

/**
 * Keeps a picture that a source brought. As measurements, pictures are no entries of the log. Gives why it was refused, or whether it is
 * new.
 */
export async function takeFrame(
  world: World,
  { format, bounds, valid, ...about }: LayerMapping,
  { bytes, modifiedAt }: { readonly bytes: Buffer; readonly modifiedAt: Date | undefined },
): Promise<string | { readonly isNew: boolean; readonly validAt: Date }> {
  const now = world.clock.now()
  const time = valid === "received" ? now : valid === "modified" ? (modifiedAt ?? now) : valid
  const frame = await readFrame({ format, bytes, bounds, valid: time })
  if (typeof frame === "string") return frame
  try {
    const isNew = await world.react((tx) => keepFrame(tx, about, frame))
    return { isNew, validAt: frame.validAt }
  } catch (error) {
    // A layer too many, or of another kind: the same picture would be refused again.
    if (error instanceof AppError) return "layer"
    throw error
  }
}
