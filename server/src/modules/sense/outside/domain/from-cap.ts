import { type CapAlert, fromCapTime } from "@holdfast/cap"
import { outsideSeverities } from "@holdfast/contracts"
import { isAboutPerson } from "./about-person.ts"
import { type AlertRefusal, LASTS_MS, LIST_MAX, linkOf, type NewAlert, TEXTS_MAX, textOf } from "./new-alert.ts"
import { areaShape, circleRing } from "./shape.ts"

type Info = CapAlert["info"][number]

/**
 * What a CAP message is to us. Its info blocks become one alert with a text for each language: the worst severity, the earliest
 * onset, the latest end, all areas. A block that says *all clear*, like a Cancel, ends what the message refers to. An Ack or an Error
 * is between others.
 *
 * @param address where the message came from, for those that name no page
 */
export function fromCap(alert: CapAlert, address?: string): NewAlert | AlertRefusal {
  if (alert.status !== "Actual") return "not-actual"
  if (alert.scope !== "Public") return "not-public"
  if (alert.msgType === "Ack" || alert.msgType === "Error") return "no-news"
  const { info } = alert
  const isEnd =
    alert.msgType === "Cancel" || (info.length > 0 && info.every(({ responseType }) => responseType.includes("AllClear")))
  const texts = textsOf(info)
  if (!isEnd && texts.length === 0) return "no-words"
  const codes = info.flatMap(({ eventCode }) => eventCode.map(({ value }) => value))
  if (isAboutPerson(texts, codes)) return "person"
  const sent = fromCapTime(alert.sent)
  const worst = outsideSeverities.find((severity) => info.some((block) => block.severity === severity)) ?? "Unknown"
  const lead = info.find(({ severity }) => severity === worst)
  const areas = info.flatMap(({ area }) => area)
  return {
    kind: "alert",
    ...{ sender: alert.sender, identifier: alert.identifier, sent, act: isEnd ? "end" : "tell" },
    references: alert.references.slice(0, LIST_MAX).map(({ sender, identifier }) => ({ sender, identifier })),
    ...{ texts, severity: worst, urgency: lead?.urgency ?? "Unknown", certainty: lead?.certainty ?? "Unknown" },
    onset: timeOf(info, ({ onset, effective }) => onset ?? effective, Math.min),
    expires: timeOf(info, ({ expires }) => expires, Math.max) ?? new Date(sent.getTime() + LASTS_MS),
    ...{ magnitude: null, depthKm: null },
    shape: areaShape([
      ...distinct(areas.flatMap(({ polygon }) => polygon)),
      ...areas.flatMap(({ circle }) => circle.map(({ center, radiusKm }) => circleRing(center, Math.max(radiusKm, 0.1)))),
    ]),
    geocodes: [...new Set(areas.flatMap(({ geocode }) => geocode.map(({ value }) => value.slice(0, 80))))].slice(0, LIST_MAX),
    link: linkOf(...info.map(({ web }) => web), address),
  }
}

/** The first block of each language speaks for it; a block without one is English by the standard. */
function textsOf(info: readonly Info[]) {
  const byLanguage = Map.groupBy(info, ({ language }) => (language ?? "en-US").toLowerCase())
  return [...byLanguage.values()].slice(0, TEXTS_MAX).map((blocks) => {
    const [first] = blocks
    const areaDesc = [...new Set(blocks.flatMap(({ area }) => area.map((one) => one.areaDesc)))].join("; ")
    return textOf({ ...first, language: first?.language ?? "en-US", areaDesc })
  })
}

function timeOf(
  info: readonly Info[],
  read: (info: Info) => string | undefined,
  choose: (...times: number[]) => number,
): Date | null {
  const times = info.flatMap((block) => read(block) ?? []).map((text) => fromCapTime(text).getTime())
  return times.length === 0 ? null : new Date(choose(...times))
}

/** Each language repeats the areas. */
function distinct<T extends readonly unknown[]>(rings: readonly T[]): T[] {
  return [...new Map(rings.map((ring) => [String(ring), ring])).values()]
}
