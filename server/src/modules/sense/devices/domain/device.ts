import type { deviceRights } from "@holdfast/contracts"

export type DeviceRight = (typeof deviceRights)[number]

/** Somebody who signed in as a device. */
export interface Device {
  readonly id: string
  readonly name: string
  readonly rights: readonly DeviceRight[]
  /** The number of the Thing whose series alone it may write to. */
  readonly thing: number | undefined
}

/** Who configures may write, and who writes may read back what it wrote; nobody else more than is said. */
export function hasRight({ rights }: Device, right: DeviceRight): boolean {
  return rights.includes(right) || (right === "write" && rights.includes("configure"))
}

export function mayWriteTo(device: Device, thing: number): boolean {
  return hasRight(device, "write") && (device.thing === undefined || device.thing === thing)
}
