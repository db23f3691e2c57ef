/** Where the site is written to. */
export interface PublishTarget {
  /** Writes what is new or changed, whole or not at all; gives whether it was. */
  put(file: string, body: string | Uint8Array<ArrayBuffer>): Promise<boolean>
  /** Names in a folder of the site; empty where there is none. */
  list(folder: string): Promise<string[]>
}
