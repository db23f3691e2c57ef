import type { Bilingual, LonLat } from "@holdfast/contracts"

export interface ReplayStation {
  readonly name: Bilingual
  readonly at: LonLat
}

/** The twelve sites of the files, to two decimals: no rule reads a position, the world only needs one. */
const known: Readonly<Record<string, readonly [name: string, lon: number, lat: number]>> = {
  Aotizhongxin: ["奥体中心", 116.4, 39.98],
  Changping: ["昌平镇", 116.23, 40.22],
  Dingling: ["定陵", 116.22, 40.29],
  Dongsi: ["东四", 116.42, 39.93],
  Guanyuan: ["官园", 116.34, 39.93],
  Gucheng: ["古城", 116.18, 39.91],
  Huairou: ["怀柔镇", 116.63, 40.33],
  Nongzhanguan: ["农展馆", 116.46, 39.94],
  Shunyi: ["顺义新城", 116.66, 40.13],
  Tiantan: ["天坛", 116.41, 39.89],
  Wanliu: ["万柳", 116.29, 39.99],
  Wanshouxigong: ["万寿西宫", 116.35, 39.88],
}
const CITY_CENTRE: LonLat = [116.4, 39.9]

/** A station of the file as a place of the replay's world; each is an area of its own, so that signals name it. */
export function describeStation(name: string): ReplayStation {
  const found = known[name]
  if (!found) return { name: { "zh-CN": name, en: name }, at: CITY_CENTRE }
  return { name: { "zh-CN": found[0], en: name }, at: [found[1], found[2]] }
}
