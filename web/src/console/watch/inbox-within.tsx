import type { InboxPage } from "@holdfast/contracts"
import { useEffect, useRef } from "react"
import { useMayAcknowledge } from "../../data/sense.ts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { Empty } from "../../ui/states/query-state.tsx"
import { areaNames } from "../say.ts"
import { GroupMembers } from "./group-members.tsx"
import { partOf } from "./part-of.ts"

const NAMES_SHOWN = 3

interface InboxWithinProps {
  readonly page: InboxPage
  /** Ids of the areas that were opened on the map. */
  readonly areas: readonly string[]
  readonly selected: string | undefined
  readonly onOpen: (signal: string) => void
  readonly onAll: () => void
}

/** The part of the inbox that lies where somebody looked on the map, with the same numbers as there. */
export function InboxWithin({ page, areas, selected, onOpen, onAll }: InboxWithinProps) {
  const { words, language } = useSpeech()
  const mayAct = useMayAcknowledge()
  const head = useRef<HTMLHeadingElement>(null)
  // Who came from the map goes on reading here.
  useEffect(() => head.current?.focus(), [areas])
  const parts = page.groups.flatMap((group) => partOf(group, areas) ?? [])
  const shown = parts.reduce((sum, { count }) => sum + count, 0)
  const there = page.areas.filter(({ area }) => areas.includes(area.id))
  const all = there.reduce((sum, { count }) => sum + count, 0)
  const names = there.map(({ area }) => area)
  return (
    <section aria-label={words("sense:place.title")}>
      <div className="inbox-within">
        <h3 ref={head} tabIndex={-1}>
          {words("sense:place.count", { count: all })}
        </h3>
        <p>
          {areaNames(names.slice(0, NAMES_SHOWN), language)}
          {names.length > NAMES_SHOWN && ` · ${words("sense:place.more", { count: names.length - NAMES_SHOWN })}`}
        </p>
        <button type="button" className="button" onClick={onAll}>
          {words("sense:place.all")}
        </button>
      </div>
      {all === 0 && <Empty>{words("sense:place.none")}</Empty>}
      {parts.map((group) => (
        <div key={group.key} className="inbox-part">
          <h4>
            <LevelMark level={group.level} form="measured" size={20} />
            <span>{group.lead.rule.name[language]}</span>
            <span>{words("console:inbox.signals", { count: group.count })}</span>
          </h4>
          <GroupMembers
            group={group}
            within={areas}
            mine={group.areas.some(({ area }) => mayAct(area.id))}
            selected={selected}
            onOpen={onOpen}
          />
        </div>
      ))}
      {all > shown && <p className="inbox-rest">{words("sense:place.rest", { count: all - shown })}</p>}
    </section>
  )
}
