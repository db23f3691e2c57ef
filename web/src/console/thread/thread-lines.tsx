import "./thread.css"
import type { ThreadNode } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { threadQuery } from "../../data/learn.ts"
import { ScreenLink } from "../../router/router.tsx"
import { useSpeech } from "../../ui/language.tsx"
import { protectedWord } from "../say.ts"

const SHOWN = 3

/** The two lines that each record has: what it came from, what it led to. Left out while the thread is not known. */
export function ThreadLines({ record }: { record: string }) {
  const { words } = useSpeech()
  const { data } = useQuery(threadQuery(record))
  if (!data) return null
  return (
    <aside className="thread-lines" aria-label={words("console:thread.title")}>
      <p>
        <strong>{words("console:thread.because")}</strong> <Nodes nodes={data.because.toReversed()} />
      </p>
      <p>
        <strong>{words("console:thread.ledTo")}</strong> <Nodes nodes={data.ledTo} />
      </p>
      {data.protectedCount !== "0" && <p>◌ {protectedWord(words, data.protectedCount)}</p>}
      <ScreenLink screen="thread" id={record}>
        {words("console:thread.all")}
      </ScreenLink>
    </aside>
  )
}

function Nodes({ nodes }: { nodes: readonly ThreadNode[] }) {
  const { words, language } = useSpeech()
  if (nodes.length === 0) return words("console:thread.nothing")
  const named = nodes.slice(0, SHOWN).map((node) => {
    const title = node.title?.[language] ?? words("console:thread.sealed")
    return node.code ? `${node.code} ${title}` : title
  })
  const rest = nodes.length - named.length
  return `${named.join(" · ")}${rest > 0 ? ` · ${words("console:thread.more", { count: rest })}` : ""}`
}
