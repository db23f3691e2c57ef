import type { SignalGroup, SignalLine } from "@holdfast/contracts"
import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { areasQuery } from "../../data/places.ts"
import { pathOf } from "../../router/route.ts"
import { useSpeech } from "../../ui/language.tsx"
import { LevelMark } from "../../ui/level-mark/level-mark.tsx"
import { hourWord, roleWord, valueWord } from "../say.ts"
import { byDistrict } from "./by-district.ts"

/** More places than these are a number. */
const PLACES_SHOWN = 3

interface RowProps {
  readonly selected: boolean
  readonly onOpen: (signal: string) => void
}

/** One line of the inbox: the highest signal speaks, with how many there are and where. */
export function GroupRow({ group, mine, selected, onOpen }: RowProps & { readonly group: SignalGroup; readonly mine: boolean }) {
  const { words } = useSpeech()
  const { lead, unseen, escalatedTo } = group
  const places = usePlaces(group)
  const holder = useHolder(lead)
  const state = escalatedTo
    ? words("console:inbox.called", { role: roleWord(words, escalatedTo) })
    : unseen > 0
      ? words(mine ? "console:inbox.needsYou" : "console:inbox.unseen")
      : holder
  return (
    <a
      className={unseen > 0 && mine ? "inbox-row inbox-row-unseen" : "inbox-row"}
      data-row={lead.id}
      href={pathOf("watch", lead.id)}
      aria-current={selected || undefined}
      onClick={(event) => follow(event, () => onOpen(lead.id))}
    >
      <LevelMark level={lead.level} form="measured" size={20} />
      <span className="inbox-line">
        <What line={lead} />
        <Hour at={lead.raisedAt} />
      </span>
      <span className="inbox-line inbox-second">
        <span>
          {group.kind === "flood" && <strong>{words("console:inbox.flood")} · </strong>}
          {places}
        </span>
        <span className="inbox-state">{state}</span>
      </span>
    </a>
  )
}

/** One signal of a line, or one that is shelved or over. */
export function LineRow({ line, selected, onOpen }: RowProps & { readonly line: SignalLine }) {
  const { words, formats, language } = useSpeech()
  const holder = useHolder(line)
  const state = line.clearedAt
    ? ""
    : line.shelved
      ? words("console:inbox.until", { at: formats.shortDateTime(new Date(line.shelved.until)) })
      : line.state === "open"
        ? words("console:inbox.unseen")
        : holder
  return (
    <a
      className="inbox-row"
      data-row={line.id}
      href={pathOf("watch", line.id)}
      aria-current={selected || undefined}
      onClick={(event) => follow(event, () => onOpen(line.id))}
    >
      <LevelMark
        level={line.clearedAt ? "lifted" : line.level}
        {...(!line.clearedAt && { form: "measured" as const })}
        size={20}
      />
      <span className="inbox-line">
        <What line={line} />
        <Hour at={line.raisedAt} />
      </span>
      <span className="inbox-line inbox-second">
        <span>{line.area.name[language]}</span>
        <span className="inbox-state">{state}</span>
      </span>
    </a>
  )
}

function What({ line }: { readonly line: SignalLine }) {
  const { words, formats, language } = useSpeech()
  return (
    <span className="inbox-what">
      {line.rule.name[language]}
      {/* A rule about missing data says so by its name. */}
      {line.value !== null && ` ${valueWord(words, formats, line.value, line.unit)}`}
    </span>
  )
}

/** Who has it: by name for those on duty, else by role; or who saw it. */
export function useHolder({ assigned, acknowledgedByRole }: SignalLine): string {
  const { words, language } = useSpeech()
  if (assigned) {
    return words("console:inbox.has", { who: assigned.name?.[language] ?? roleWord(words, assigned.role) })
  }
  return acknowledgedByRole
    ? words("console:inbox.seenBy", { role: roleWord(words, acknowledgedByRole) })
    : words("console:inbox.seen")
}

/** Where a line lies, most first; what came over the city as a flood, by district. */
function usePlaces({ kind, areas }: SignalGroup): string {
  const { words, language } = useSpeech()
  const known = useQuery({ ...areasQuery, enabled: kind === "flood" }).data?.areas
  const places = kind === "flood" ? byDistrict(areas, known ?? []) : areas
  const [only, ...others] = places
  if (only && others.length === 0) return only.area.name[language]
  return [
    ...places.slice(0, PLACES_SHOWN).map(({ area, count }) => `${area.name[language]} ${count}`),
    ...(places.length > PLACES_SHOWN ? [words("sense:place.more", { count: places.length - PLACES_SHOWN })] : []),
  ].join(" · ")
}

/** A plain click opens it here; every other kind is the browser's. */
function follow(event: React.MouseEvent, open: () => void): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  open()
}

function Hour({ at }: { readonly at: string }) {
  const { formats } = useSpeech()
  return <time dateTime={at}>{hourWord(formats, new Date(at), useCityNow())}</time>
}
