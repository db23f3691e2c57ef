/** What the database says of the grounds of some warnings, by their ids. */
export interface Grounds {
  /** Whether all of the other lies in the one. False where nobody measured them. */
  covers(one: string, other: string): boolean
  /** Whether they have a place in common; undefined where nobody measured them. */
  meets(one: string, other: string): boolean | undefined
}

/** Where no shape is drawn, ids say it all. */
export const noGrounds: Grounds = { covers: () => false, meets: () => undefined }
