import type { CardBeside } from "@holdfast/contracts"
import { useSpeech } from "../../ui/language.tsx"
import { roleWord } from "../say.ts"
import { Fact } from "./fact.tsx"

/** Size, alerts of others, shelters, and who can approve now. */
export function BesideFacts({ beside }: { beside: CardBeside }) {
  const { words, formats, language } = useSpeech()
  const { size, subscribers, others, shelters, approversNow, channels } = beside
  return (
    <>
      <Fact name={words("coach:card.size")} attention={size.typed}>
        {size.times === null
          ? words("coach:card.firstSize")
          : words("coach:card.times", { times: formats.count(size.times), largest: formats.people(size.largest ?? 0) })}
      </Fact>
      <Fact name={words("coach:card.subscribers")}>
        {"about" in subscribers
          ? words("coach:card.subscribersAbout", { count: formats.count(subscribers.about) })
          : words("coach:card.subscribersFewer", { count: subscribers.fewerThan })}
      </Fact>
      <Fact name={words("coach:card.others")}>
        {others
          .map(({ event, publisher, expiresAt }) =>
            words("coach:card.other", {
              event,
              publisher: publisher[language],
              until: formats.shortDateTime(new Date(expiresAt)),
            }),
          )
          .join(" · ") || words("console:card.noActive")}
      </Fact>
      <Fact name={words("coach:card.shelters")}>
        {shelters.count === 0
          ? words("coach:card.noShelters")
          : words("coach:card.shelterPlaces", { count: shelters.count, places: formats.count(roundDown(shelters.places)) })}
      </Fact>
      {channels.length > 0 && (
        <Fact name={words("coach:card.channels")} attention>
          {channels.map(({ name, state }) => `${name[language]}: ${words(`coach:channelState.${state}`)}`).join(" · ")}
        </Fact>
      )}
      <Fact name={words("coach:card.posts")} attention={approversNow.length === 0}>
        {approversNow
          .map(
            ({ role, area, name }) =>
              `${name[language]} (${[roleWord(words, role), area?.[language]].filter(Boolean).join(", ")})`,
          )
          .join(" · ") || words("console:status.noApprover")}
      </Fact>
    </>
  )
}

/** Nobody is promised a place that is not there. */
function roundDown(places: number): number {
  return Math.floor(places / 10) * 10
}
