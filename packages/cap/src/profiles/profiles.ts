import type { Tell } from "../check/check-between.ts"
import type { CapAlert, CapArea, CapInfo } from "../model.ts"
import { isGbtIdentifier } from "./gbt-35965.ts"

/** What a region or a service asks beyond CAP. Sources: docs/reference/cap-rules.md. */
export interface Profile {
  readonly check: (alert: CapAlert, path: string, tell: Tell) => void
  /** Whether the profile writes times otherwise than CAP, and this one is right by it. */
  readonly takesTime?: (text: string) => boolean
}

export type CapProfile = "ipaws" | "cap-cp" | "cap-au" | "google" | "meteoalarm" | "wmo" | "gbt-35965"
export const capProfiles: readonly CapProfile[] = ["ipaws", "cap-cp", "cap-au", "google", "meteoalarm", "wmo", "gbt-35965"]

const CAP_CP = "profile:CAP-CP:0.4"
const CAP_AU = "urn:oasis:names:tc:emergency:cap:1.2:profile:CAP-AU:1.0"
const WMO = /^(urn:oid:)?2\.49\.0\.[01]\.\d{1,3}\.\d+(\.[\w:-]+)*$/
const LEVELS = /^(1; ?green; ?Minor|2; ?yellow; ?Moderate|3; ?orange; ?Severe|4; ?red; ?Extreme)$/i
const TYPES = /^([1-9]|1[0-4]); ?\S.*$/

const each = (alert: CapAlert, path: string, check: (info: CapInfo, path: string) => void) => {
  for (const [i, info] of alert.info.entries()) check(info, `${path}/info[${i + 1}]`)
}
const eachArea = (info: CapInfo, path: string, check: (area: CapArea, path: string) => void) => {
  for (const [i, area] of info.area.entries()) check(area, `${path}/area[${i + 1}]`)
}
const isEnd = ({ msgType }: CapAlert) => msgType !== "Alert" && msgType !== "Update"

function needCode(alert: CapAlert, path: string, code: string, tell: Tell): void {
  if (!alert.code.includes(code)) tell("PROFILE_CODE", `${path}/code`, code)
}

function needEventCode(alert: CapAlert, path: string, valueName: string, form: RegExp, tell: Tell): void {
  let first: string | undefined
  each(alert, path, ({ eventCode }, at) => {
    const found = eventCode.filter((one) => one.valueName === valueName).map(({ value }) => value)
    first ??= found[0]
    if (found.length !== 1 || !form.test(found[0]!) || found[0] !== first)
      tell("PROFILE_EVENT_CODE", `${at}/eventCode`, `${valueName} ${found.join(" ")}`.trim())
  })
}

function need(info: CapInfo, path: string, names: readonly (keyof CapInfo)[], tell: Tell, isNeeded = true): void {
  for (const name of names) {
    const value = info[name]
    if (value === undefined || (Array.isArray(value) && value.length === 0))
      tell(isNeeded ? "PROFILE_REQUIRES" : "PROFILE_RECOMMENDS", `${path}/${name}`, name)
  }
}

/** IPAWS 1.0 (OASIS CS01, 2009). */
const ipaws: Profile = {
  check: (alert, path, tell) => {
    needCode(alert, path, "IPAWSv1.0", tell)
    if (isEnd(alert)) return
    needEventCode(alert, path, "SAME", /^[A-Z0-9]{3}$/, tell)
    each(alert, path, (info, at) => {
      need(info, at, ["area", "expires"], tell)
      eachArea(info, at, ({ geocode }, place) => {
        if (!geocode.some(({ valueName, value }) => valueName === "SAME" && /^\d{6}$/.test(value)))
          tell("PROFILE_RECOMMENDS", `${place}/geocode`, "SAME")
      })
    })
  },
}

/** The Canadian profile, 0.4. */
const capCp: Profile = {
  check: (alert, path, tell) => {
    needCode(alert, path, CAP_CP, tell)
    if (alert.info.length > 0) {
      const languages = alert.info.map(({ language = "en-US" }) => language.slice(0, 2).toLowerCase())
      for (const language of ["en", "fr"])
        if (!languages.includes(language)) tell("PROFILE_RECOMMENDS", `${path}/info`, `${language}-CA`)
    }
    needEventCode(alert, path, "profile:CAP-CP:Event:0.4", /\S/, tell)
    each(alert, path, (info, at) => {
      need(info, at, ["area"], tell)
      eachArea(info, at, (area, place) => {
        if (!area.geocode.some(({ valueName }) => valueName.startsWith("profile:CAP-CP:Location:")))
          tell("PROFILE_GEOCODE", `${place}/geocode`, "profile:CAP-CP:Location:0.3")
        if (area.polygon.length + area.circle.length === 0) tell("PROFILE_RECOMMENDS", `${place}/polygon`, "polygon")
      })
    })
  },
}

/** The Australian profile 1.0 (OASIS CS02, 2013). */
const capAu: Profile = {
  check: (alert, path, tell) => {
    needCode(alert, path, CAP_AU, tell)
    if (alert.info.length === 0) tell("PROFILE_REQUIRES", `${path}/info`, "info")
    each(alert, path, (info, at) => {
      if (info.eventCode.length !== 1)
        tell("PROFILE_EVENT_CODE", `${at}/eventCode`, info.eventCode.map(({ value }) => value).join(" "))
      need(info, at, ["area"], tell)
      need(info, at, ["senderName", "instruction"], tell, false)
    })
  },
}

/** Google Public Alerts. */
const google: Profile = {
  check: (alert, path, tell) => {
    if (isEnd(alert)) return
    if (alert.info.length === 0) tell("PROFILE_REQUIRES", `${path}/info`, "info")
    each(alert, path, (info, at) => {
      need(info, at, ["description", "expires"], tell)
      need(info, at, ["senderName", "web", "instruction"], tell, false)
      if (info.urgency === "Unknown") tell("PROFILE_REQUIRES", `${at}/urgency`, "urgency")
      if (info.certainty === "Unknown") tell("PROFILE_REQUIRES", `${at}/certainty`, "certainty")
      if (info.headline !== undefined && info.headline === info.description)
        tell("PROFILE_TEXT", `${at}/description`, info.headline)
      eachArea(info, at, (area, place) => {
        if (area.polygon.length + area.circle.length + area.geocode.length === 0)
          tell("PROFILE_REQUIRES", `${place}/polygon`, "polygon")
        for (const { radiusKm } of area.circle) if (radiusKm === 0) tell("PROFILE_REQUIRES", `${place}/circle`, "radius")
      })
    })
  },
}

/** MeteoAlarm of EUMETNET. */
const meteoalarm: Profile = {
  check: (alert, path, tell) =>
    each(alert, path, (info, at) => {
      for (const [name, form] of [
        ["awareness_level", LEVELS],
        ["awareness_type", TYPES],
      ] as const) {
        const found = info.parameter.find(({ valueName }) => valueName === name)
        if (!found) tell("PROFILE_REQUIRES", `${at}/parameter`, name)
        else if (!form.test(found.value.trim())) tell("PROFILE_PARAMETER", `${at}/parameter`, found.value)
      }
      eachArea(info, at, ({ geocode }, place) => {
        if (!geocode.some(({ valueName }) => valueName === "EMMA_ID" || valueName.startsWith("NUTS")))
          tell("PROFILE_GEOCODE", `${place}/geocode`, "EMMA_ID")
      })
    }),
}

/** Identifiers of the WMO: its object identifier, the country, the office. */
const wmo: Profile = {
  check: ({ identifier }, path, tell) => {
    if (!WMO.test(identifier)) tell("PROFILE_IDENTIFIER", `${path}/identifier`, identifier)
  },
}

/** GB/T 35965.1-2018: other identifiers, and times with a space. */
const gbt: Profile = {
  check: ({ identifier }, path, tell) => {
    if (!isGbtIdentifier(identifier)) tell("PROFILE_IDENTIFIER", `${path}/identifier`, identifier)
  },
  takesTime: (text) => /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[-+]\d\d:\d\d$/.test(text),
}

const all: Readonly<Record<CapProfile, Profile>> = {
  ipaws,
  "cap-cp": capCp,
  "cap-au": capAu,
  google,
  meteoalarm,
  wmo,
  "gbt-35965": gbt,
}

export function profileOf(name: CapProfile | undefined): Profile | undefined {
  return name && all[name]
}
