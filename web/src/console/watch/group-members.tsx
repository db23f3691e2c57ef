import type { SignalGroup } from "@holdfast/contracts"
import { useInfiniteQuery } from "@tanstack/react-query"
import { membersQuery, useAcknowledgeGroup } from "../../data/alarms.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Trouble } from "../../ui/states/query-state.tsx"
import { LineRow } from "./inbox-row.tsx"

interface GroupMembersProps {
  readonly group: SignalGroup
  /** Only what lies in these areas, when the line is shown for them. */
  readonly within?: readonly string[]
  readonly mine: boolean
  readonly selected: string | undefined
  readonly onOpen: (signal: string) => void
}

/** What a line stands for, page by page, and one act for all that it showed. */
export function GroupMembers({ group, within, mine, selected, onOpen }: GroupMembersProps) {
  const { words } = useSpeech()
  const members = useInfiniteQuery(membersQuery(group.key, within))
  const acknowledge = useAcknowledgeGroup()
  const lines = members.data?.pages.flatMap(({ signals }) => signals) ?? []
  const left = group.count - lines.length
  return (
    <div className="inbox-members">
      {mine && group.unseen > 0 && (
        <p className="inbox-all">
          <button
            type="button"
            className="button"
            disabled={acknowledge.isPending}
            onClick={() => acknowledge.mutate({ ...group, ...(within && { within }) })}
          >
            {words("console:inbox.acknowledgeAll", { count: group.unseen })}
          </button>
        </p>
      )}
      {acknowledge.isError && <Trouble error={acknowledge.error} />}
      <ol className="rows">
        {lines.map((line) => (
          <li key={line.id}>
            <LineRow line={line} selected={line.id === selected} onOpen={onOpen} />
          </li>
        ))}
      </ol>
      {members.isError && <Trouble error={members.error} />}
      {members.hasNextPage && left > 0 && (
        <p className="inbox-all">
          <button type="button" className="button" disabled={members.isFetching} onClick={() => void members.fetchNextPage()}>
            {words("console:more", { count: left })}
          </button>
        </p>
      )}
    </div>
  )
}
