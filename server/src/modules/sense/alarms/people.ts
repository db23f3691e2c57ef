import type { Bilingual } from "@holdfast/contracts"

/** Somebody who can take signals now. */
export interface OnDutyPerson {
  readonly account: string
  readonly role: string
  readonly name: Bilingual
}

/** What sense asks about people: who is there now, and what somebody who has a signal is called. */
export interface People {
  /** Who was seen in the last minutes and may act on signals of these areas. */
  onDuty(areas: readonly string[]): Promise<readonly OnDutyPerson[]>
  names(accounts: readonly string[]): Promise<ReadonlyMap<string, Bilingual>>
}

/** Where nobody works, such as in a replay. */
export const nobody: People = {
  onDuty: async () => [],
  names: async () => new Map(),
}
