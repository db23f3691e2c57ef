const AT_ONCE = 4

/** Sends what is ready to be sent, some at once, as several gateways would. Rejects with the first that is refused. */
export async function sendPosts(
  url: string,
  bodies: readonly string[],
  { contentType, status }: { contentType: string; status: number },
) {
  const waiting = [...bodies]
  const sendNext = async () => {
    for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
      const answer = await fetch(url, { method: "POST", headers: { "content-type": contentType }, body })
      const said = await answer.text()
      if (answer.status !== status || said.includes('"error')) throw new Error(`${answer.status}: ${said.slice(0, 300)}`)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, sendNext))
}

/** Parts of at most so many. */
export function partsOf<T>(rows: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, part) => rows.slice(part * size, (part + 1) * size))
}
