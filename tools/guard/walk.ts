/** A way to ask one interface as one role: the body of what it answered, or undefined for a refusal. */
export type AskFor = (path: string) => Promise<string | undefined>

/** Something that a role could read which it must not, and how it got there. */
export interface Leak {
  readonly role: string
  readonly path: string
  readonly secret: string
  readonly steps: number
}

const STEPS_MAX = 6
/** Asked at the same time; the server is a real one and answers faster when it is not drowned. */
const AT_ONCE = 8
const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g

/**
 * Walks an interface breadth first, up to six steps: a step asks every address that takes a record for every record that an
 * earlier answer named. Gives each secret that an answer contained.
 *
 * @param options.starts addresses without a record in them: what anybody of this role can open
 * @param options.templates addresses with `{id}` in them
 */
export async function walkInterface(options: {
  readonly role: string
  readonly ask: AskFor
  readonly starts: readonly string[]
  readonly templates: readonly string[]
  readonly secrets: readonly string[]
}): Promise<{ leaks: Leak[]; read: number; records: number }> {
  const { role, ask, templates, secrets } = options
  const leaks: Leak[] = []
  const known = new Set<string>()
  let read = 0
  let paths = [...options.starts]
  for (let steps = 1; steps <= STEPS_MAX && paths.length > 0; steps += 1) {
    const found = new Set<string>()
    await eachAtOnce(paths, async (path) => {
      const body = await ask(path)
      if (body === undefined) return
      read += 1
      for (const secret of secrets) if (body.includes(secret)) leaks.push({ role, path, secret, steps })
      for (const [id] of body.matchAll(uuid)) if (!known.has(id)) found.add(id)
    })
    for (const id of found) known.add(id)
    paths = [...found].flatMap((id) => templates.map((template) => template.replace("{id}", id)))
  }
  return { leaks, read, records: known.size }
}

async function eachAtOnce<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of waiting) await work(item)
    }),
  )
}
