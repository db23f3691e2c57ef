import { useQuery } from "@tanstack/react-query"
import { useCityNow } from "../../city/clock.tsx"
import { outsideAlertsQuery } from "../../data/others.ts"
import { outagesQuery } from "../../data/recover.ts"
import { incidentsQuery } from "../../data/respond.ts"
import { useMayAnswer, useRequests } from "../../data/serve.ts"
import { useMay } from "../../data/session.ts"
import { warningsQuery } from "../../data/warn.ts"
import type { Screen } from "../../router/route.ts"
import { useSpeech } from "../../ui/language.tsx"
import { isInForce, needsApproval } from "../warnings/standing.ts"

interface Running {
  readonly screen: Screen
  readonly text: string
  /** Waits for a person. */
  readonly attention?: boolean
}

/** What is running now, one line for each list. What is not known is left out, never said as 0. */
export function useRunning(): Running[] {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  const warnings = useQuery(warningsQuery).data?.warnings
  const incidents = useQuery(incidentsQuery).data?.incidents.filter(({ closedAt }) => closedAt === null)
  const outages = useQuery(outagesQuery).data?.outages.filter(({ state }) => state !== "restored")
  const openRequests = useRequests().data?.open
  const outside = useQuery(outsideAlertsQuery()).data?.alerts.length
  const mayAnswer = useMayAnswer()
  const mayManageRules = useMay("sense.manage-rules")
  const mayKeepRoster = useMay("warn.manage-roster")
  const mayConfigure = useMay("sense.configure")
  const name = (screen: Screen) => words(`console:nav.${screen}`)
  const inForce = warnings?.filter((warning) => isInForce(warning, now)).length
  const waiting = warnings?.filter(needsApproval).length
  const highest = incidents?.map(({ level }) => level).toSorted((a, b) => rank.indexOf(a) - rank.indexOf(b))[0]
  const households = outages?.reduce((sum, outage) => sum + outage.households, 0)
  return [
    { screen: "watch", text: name("watch") },
    {
      screen: "warnings",
      text: inForce === undefined ? name("warnings") : words("console:running.warnings", { count: inForce }),
    },
    ...(waiting
      ? [{ screen: "warnings" as const, text: words("console:running.approve", { count: waiting }), attention: true }]
      : []),
    {
      screen: "incidents",
      text: !incidents
        ? name("incidents")
        : highest
          ? words("console:running.incidents", { count: incidents.length, level: words(`console:response.${highest}`) })
          : words("console:running.noIncidents"),
    },
    {
      screen: "outages",
      text: !outages
        ? name("outages")
        : outages.length > 0
          ? words("console:running.outages", { count: outages.length, households: formats.count(households ?? 0) })
          : words("console:running.noOutages"),
    },
    ...(outside ? [{ screen: "outside" as const, text: words("sources:outside.running", { count: outside }) }] : []),
    ...(mayAnswer
      ? [
          {
            screen: "requests" as const,
            text: openRequests === undefined ? name("requests") : words("console:running.requests", { count: openRequests }),
          },
        ]
      : []),
    { screen: "journal", text: name("journal") },
    { screen: "reviews", text: name("reviews") },
    { screen: "channels", text: name("channels") },
    ...(mayManageRules ? [{ screen: "rules" as const, text: name("rules") }] : []),
    ...(mayKeepRoster ? [{ screen: "roster" as const, text: name("roster") }] : []),
    ...(mayConfigure
      ? [
          { screen: "devices" as const, text: name("devices") },
          { screen: "sources" as const, text: name("sources") },
        ]
      : []),
  ]
}

const rank = ["I", "II", "III", "IV"]
