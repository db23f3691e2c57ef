import type { World } from "../../../../platform/world/index.ts"
import type { ChannelPlugIn, ChannelTools, PlugInKind } from "../plug-in.ts"
import type { ChannelSecrets, SecretBox } from "../secret-box.ts"
import { listChannels, type StoredChannel } from "../store/channel-store.ts"

/** A channel as it is at this moment. */
export interface OpenChannel {
  readonly row: StoredChannel
  /** Undefined for what is told by hand. */
  readonly kind: PlugInKind | undefined
  /** Undefined while it is switched off, cannot be opened, or is told by hand. */
  readonly plugIn: ChannelPlugIn | undefined
  /** Own people to whom its test goes. */
  readonly testAddresses: readonly string[]
  /** Names of the secrets that are set. */
  readonly secretsSet: readonly string[]
  /** Why it cannot be opened, as a code. */
  readonly failure: string | null
}

export interface BookContext {
  readonly world: World
  readonly kinds: readonly PlugInKind[]
  readonly tools: ChannelTools
  readonly secrets: SecretBox
  readonly onError: (error: unknown) => void
}

/** The channels of the city, each with its plug-in. A channel that cannot be opened keeps only itself from sending. */
export class ChannelBook {
  readonly #context: BookContext
  #open: ReadonlyMap<number, OpenChannel> = new Map()

  constructor(context: BookContext) {
    this.#context = context
  }

  get all(): readonly OpenChannel[] {
    return [...this.#open.values()]
  }

  find(id: number): OpenChannel | undefined {
    return this.#open.get(id)
  }

  /** Reads the rows. Those that changed are opened anew; the caller closes what it gets back, once nothing uses it any more. */
  async reload(): Promise<OpenChannel[]> {
    const rows = await listChannels(this.#context.world.db.query)
    const before = this.#open
    const next = new Map<number, OpenChannel>()
    for (const row of rows) {
      const known = before.get(row.id)
      next.set(row.id, known && isSame(known.row, row) ? { ...known, row } : this.#openOne(row))
    }
    this.#open = next
    return [...before.values()].filter(({ row, plugIn }) => plugIn !== next.get(row.id)?.plugIn)
  }

  #openOne(row: StoredChannel): OpenChannel {
    const { kinds, tools, secrets, onError } = this.#context
    const kind = kinds.find((known) => known.kind === row.kind)
    let opened: ChannelSecrets = { secrets: {}, testAddresses: [] }
    const shown = () => ({
      ...{ row, kind, testAddresses: opened.testAddresses, secretsSet: Object.keys(opened.secrets) },
    })
    try {
      opened = secrets.open(row)
      if (!kind || !row.enabled) return { ...shown(), plugIn: undefined, failure: null }
      const settings = kind.settings.parse(row.settings)
      const plugIn = kind.open({ settings, secrets: kind.secrets.parse(opened.secrets), tools })
      return { ...shown(), plugIn, failure: null }
    } catch (error) {
      // Parsed settings may stand in the error, and a password with them: only its kind is told.
      onError(new Error(`channel ${row.id} (${row.kind}) cannot be opened: ${(error as Error).name}`))
      return { ...shown(), plugIn: undefined, failure: "settings" }
    }
  }
}

/** Whether it needs no new plug-in. */
function isSame(a: StoredChannel, b: StoredChannel): boolean {
  const of = ({ settings, enabled }: StoredChannel) => JSON.stringify([settings, enabled])
  return of(a) === of(b) && Buffer.compare(a.sealed ?? Buffer.alloc(0), b.sealed ?? Buffer.alloc(0)) === 0
}
