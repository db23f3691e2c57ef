import type { Bilingual } from "@holdfast/contracts"

export interface PlaceName {
  readonly slug: string
  readonly zh: string
  readonly en: string
}

const place = (zh: string, en: string): PlaceName => ({ zh, en, slug: en.toLowerCase() })

/** The city and its districts are invented. Where each lies is in kilometres from the middle; the river flows between the banks. */
export const cityName = place("临江", "Linjiang")
export const districtPlaces: readonly {
  readonly name: PlaceName
  readonly bank: "north" | "south"
  readonly at: readonly [number, number]
}[] = [
  { name: place("鼓台", "Gutai"), bank: "north", at: [-0.5, 3.6] },
  { name: place("东湖", "Donghu"), bank: "north", at: [6.2, 6.4] },
  { name: place("北岗", "Beigang"), bank: "north", at: [-1.5, 14.5] },
  { name: place("西河", "Xihe"), bank: "north", at: [-6.8, 3.2] },
  { name: place("云栈", "Yunzhan"), bank: "north", at: [-10.5, 11] },
  { name: place("桐坪", "Tongping"), bank: "north", at: [-15.5, 3] },
  { name: place("青屏", "Qingping"), bank: "north", at: [8, 15] },
  { name: place("新港", "Xingang"), bank: "north", at: [14.5, 8.5] },
  { name: place("望洲", "Wangzhou"), bank: "north", at: [3.2, 10] },
  { name: place("南浔埠", "Nanxunbu"), bank: "south", at: [0.8, -3.6] },
  { name: place("石渡", "Shidu"), bank: "south", at: [7.2, -2.2] },
  { name: place("白沙洲", "Baishazhou"), bank: "south", at: [-6.4, -7] },
  { name: place("枫林", "Fenglin"), bank: "south", at: [-13.5, -11.5] },
  { name: place("澄塘", "Chengtang"), bank: "south", at: [1.5, -13] },
  { name: place("金畈", "Jinfan"), bank: "south", at: [10, -10] },
  { name: place("凤栖", "Fengqi"), bank: "south", at: [15.5, -2.6] },
]

/** Pairs of a character and how it is read. */
function syllables(text: string): readonly (readonly [zh: string, en: string])[] {
  return text.split(" ").map((pair) => [pair[0]!, pair.slice(1)])
}

const first = syllables(
  "柳Liu 桃Tao 竹Zhu 松Song 梅Mei 荷He 兰Lan 桂Gui 枣Zao 石Shi 青Qing 白Bai 清Qing 长Chang 安An 和He 永Yong 云Yun 月Yue 星Xing 晓Xiao 朝Chao 凤Feng 鹭Lu 雁Yan 鹤He 金Jin 银Yin 玉Yu 红Hong",
)
const second = syllables(
  "荫yin 园yuan 岭ling 湾wan 溪xi 塘tang 桥qiao 渡du 坪ping 洲zhou 埠bu 台tai 亭ting 巷xiang 坊fang 田tian 林lin 岗gang 滩tan 泉quan",
)

/** Shares no factor with the number of pairs, so that every pair comes once before any comes again. */
const STRIDE = 187

/** Names for streets, each slug once, in a fixed order that wanders through both lists. */
export function streetNames(count: number): PlaceName[] {
  const taken = new Set(districtPlaces.map(({ name }) => name.slug))
  const names: PlaceName[] = []
  for (let i = 0; names.length < count && i < first.length * second.length; i += 1) {
    const pair = (i * STRIDE) % (first.length * second.length)
    const [a, aEn] = first[pair % first.length]!
    const [b, bEn] = second[Math.floor(pair / first.length)]!
    const name = place(a + b, aEn + bEn)
    if (a === b || taken.has(name.slug)) continue
    taken.add(name.slug)
    names.push(name)
  }
  return names
}

export function bilingual(zh: string, en: string): Bilingual {
  return { "zh-CN": zh, en }
}
