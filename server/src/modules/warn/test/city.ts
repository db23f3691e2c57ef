import type { Area, AreaRef, LonLat, OutsideAlert, Pack, PackRule, Signal, WarningTexts } from "@holdfast/contracts"
import { newId } from "@holdfast/kernel"
import type { World } from "../../../platform/world/index.ts"
import type { WarnOptions } from "../index.ts"

/** A small city for the tests of this module: three areas, one rainstorm pack, one signal. */
const names: Record<string, [string, string]> = {
  linjiang: ["临江市", "Linjiang"],
  "linjiang/xihe": ["西河区", "Xihe"],
  "linjiang/xihe/liuyin": ["柳荫街道", "Liuyin"],
  "linjiang/donghu": ["东湖区", "Donghu"],
}

export function areaRef(id: string): AreaRef {
  const [chinese, english] = names[id]!
  return { id, name: { "zh-CN": chinese, en: english } }
}

const texts: WarningTexts = {
  "zh-CN": {
    headline: "暴雨红色预警",
    description: "{{area}}{{measured}},从{{from}}到{{until}}。",
    instruction: "现在就去高处。不要过河、不要进地下通道。",
  },
  en: {
    headline: "Red rainstorm warning",
    description: "Rain on {{area}}: {{measured}}, from {{from}} until {{until}}.",
    instruction: "Go to high ground now. Do not cross rivers or enter underpasses.",
  },
}
const lifted: WarningTexts = {
  "zh-CN": { headline: "暴雨红色预警解除", description: "{{area}}的雨已停。", instruction: "进入地下空间前先看有没有积水。" },
  en: {
    headline: "Rainstorm warning lifted",
    description: "The rain over {{area}} has ended.",
    instruction: "Look for water before you go below ground.",
  },
}
const level = { validHours: 5, urgency: "Immediate", severity: "Extreme", certainty: "Observed", texts, lifted } as const

export const rainstorm: Pack = {
  id: "rainstorm",
  hazard: "rainstorm",
  name: { "zh-CN": "暴雨", en: "Rainstorm" },
  version: "2026-07-01",
  source: "test",
  properties: [{ id: "rain", name: { "zh-CN": "雨量", en: "Rain" }, unit: "mm", result: "number", subject: "place" }],
  rules: [],
  warning: {
    category: "Met",
    event: { "zh-CN": "暴雨", en: "Rainstorm" },
    levels: { blue: level, yellow: level, orange: level, red: level },
  },
  plans: [],
}

export const signal: Signal = {
  id: newId(),
  code: "R-1",
  rule: { id: "rain-red", name: { "zh-CN": "暴雨红色", en: "Rain red" } },
  hazard: "rainstorm",
  level: "red",
  state: "open",
  area: areaRef("linjiang/xihe"),
  value: 104.04,
  threshold: 100,
  unit: "mm",
  raisedAt: "2026-07-30T19:00:00Z",
  acknowledgedAt: null,
  acknowledgedByRole: null,
  clearedAt: null,
  because: [
    {
      datastream: "gauge-1-rain",
      thing: { "zh-CN": "西河雨量站", en: "Xihe rain gauge" },
      at: "2026-07-30T18:55:00Z",
      value: 9.1,
    },
  ],
}

/** Raised from an alert of others: nothing was measured. */
/** What `outsideSignal` was raised from. */
export const outsideAlert: OutsideAlert = {
  ...{
    id: newId(),
    source: "met",
    publisher: { "zh-CN": "省气象台", en: "Provincial observatory" },
    kind: "alert",
    state: "in-force",
  },
  ...{ sender: "met@province.example", identifier: "QX-2026-7731", sentAt: "2026-07-30T18:00:00.000Z" },
  texts: [{ language: "zh-CN", event: "暴雨", headline: "暴雨", description: "", instruction: "", areaDesc: "" }],
  ...{ severity: "Severe", urgency: "Immediate", certainty: "Observed", onsetAt: null, expiresAt: "2026-07-31T18:00:00.000Z" },
  ...{ magnitude: null, depthKm: null, shape: null, areas: [], geocodes: [], link: null },
  ...{ receivedAt: "2026-07-30T18:01:00.000Z", endedAt: null, signals: [], original: null, isRelayed: false },
}

export const outsideSignal: Signal = { ...signal, id: newId(), value: null, threshold: null, unit: "1", because: [] }

/** The rule behind it. */
export const rule: PackRule = {
  ...signal.rule,
  property: "rain",
  jurisdiction: "any",
  over: "sum",
  windowMin: 180,
  levels: { red: 100 },
  holdMin: 0,
  clearShare: 0.8,
}

const square: LonLat[] = [
  [113, 30],
  [113.1, 30],
  [113.1, 30.1],
  [113, 30.1],
  [113, 30],
]

function areaOf(id: string): Area {
  return {
    ...areaRef(id),
    kind: "district",
    parent: id === "linjiang" ? null : "linjiang",
    population: id === "linjiang" ? 1_200_000 : 400_000,
    bounds: [113, 30, 113.1, 30.1],
    center: [113, 30],
  }
}

export function cityOf(world: World): WarnOptions {
  return {
    world,
    places: {
      getArea: areaOf,
      findArea: (id) => (id in names ? areaOf(id) : undefined),
      listAreas: () => Object.keys(names).map(areaOf),
      listSites: async () => [],
      listLines: async () => [],
      around: async () => undefined,
      readGround: async () => ({
        areaKm2: 1,
        residents: 0,
        sites: {},
        whole: [],
        partly: [],
        neighbours: [],
        outside: { km2: 0, share: 0 },
      }),
      summarize: async (ids) => ({
        population: 400_000 * ids.length,
        sites: { school: 38 },
        neighbours: [areaRef("linjiang/donghu")],
      }),
      outline: async () => [[square]],
    },
    sense: {
      listOutsideAlerts: async () => [],
      listSignals: async () => [],
      placeOf: () => undefined,
      getSignal: async (id) => (id === outsideSignal.id ? outsideSignal : signal),
      findOutsideAlertOf: async (id) => (id === outsideSignal.id ? outsideAlert : undefined),
      findRuleOf: async (id) => (id === outsideSignal.id ? undefined : rule),
    },
    packs: { all: [rainstorm], find: (hazard) => (hazard === "rainstorm" ? rainstorm : undefined) },
    publicUrl: "https://linjiang.example",
    sender: "warn@demo.linjiang.example",
    timeZone: "Asia/Shanghai",
    city: areaRef("linjiang").name,
    jurisdiction: "national",
    people: {
      approversOnDuty: async () => [],
      names: async (accounts) => new Map(accounts.map((account) => [account, { "zh-CN": account, en: account }])),
      proveAnew: async () => {},
    },
    countApprovers: async (_areas, exceptAccount) => (exceptAccount === "zhao" ? 1 : 2),
    onError: (error) => {
      throw error
    },
  }
}
