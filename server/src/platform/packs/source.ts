import {
  type Document,
  type ErrorCode,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
} from "yaml"
import type { PackPath } from "./problem.ts"

/** A pack file that remembers where everything in it stands. */
export class PackSource {
  readonly #document: Document
  readonly #lines = new LineCounter()

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines, prettyErrors: false })
  }

  /** What is wrong with it as YAML. */
  get syntaxErrors(): readonly { line: number; code: ErrorCode; message: string }[] {
    return this.#document.errors.map(({ pos, code, message }) => ({ line: this.#lines.linePos(pos[0]).line, code, message }))
  }

  /** As plain data. Throws when aliases multiply beyond reason. */
  get value(): unknown {
    return this.#document.toJS({ maxAliasCount: 100 })
  }

  /** The line of what a path leads to, or of the innermost part of the path that exists. */
  lineOf(path: PackPath): number {
    let node: unknown = this.#document.contents
    let offset = offsetOf(node) ?? 0
    for (const step of path) {
      if (isAlias(node)) node = node.resolve(this.#document)
      if (isMap(node)) {
        const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
        if (!pair) break
        offset = offsetOf(pair.key) ?? offset
        node = pair.value
      } else if (isSeq(node)) {
        node = node.items[Number(step)]
        if (node === undefined) break
        offset = offsetOf(node) ?? offset
      } else break
    }
    return this.#lines.linePos(offset).line
  }

  /** Every text in it once, names of fields included, with the path to it. */
  *texts(): Generator<{ path: PackPath; text: string }> {
    const found: { path: PackPath; text: string }[] = []
    visit(this.#document, {
      Scalar: (key, { value }, ancestors) => {
        if (typeof value === "string") found.push({ path: pathOf(key, value, ancestors), text: value })
      },
    })
    yield* found
  }
}

function pathOf(key: number | "key" | "value" | null, value: string, ancestors: readonly unknown[]): PackPath {
  const path: (string | number)[] = []
  for (const [index, ancestor] of ancestors.entries()) {
    const next = ancestors[index + 1]
    if (isPair(ancestor) && isScalar(ancestor.key)) path.push(String(ancestor.key.value))
    else if (isSeq(ancestor)) path.push(next === undefined ? Number(key) : ancestor.items.indexOf(next))
  }
  return key === "key" ? [...path.slice(0, -1), value] : path
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0]
}
