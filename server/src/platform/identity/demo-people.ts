import type { Role } from "@holdfast/contracts"
import type { World } from "../world/index.ts"
import { addAccount, type NewAccount } from "./create-account.ts"
import { type City, putCity, readCity } from "./store/city-store.ts"

type Person = Omit<NewAccount, "kind">
const person = (id: string, role: Role, zh: string, en: string, area: string | null = null): Person => ({
  id,
  role,
  name: { "zh-CN": zh, en },
  area,
})

/** The people of the demo city and of drills. All are invented; two approvers, so that four eyes can be played. */
export const demoPeople: readonly Person[] = [
  person("li", "duty-officer", "李岚", "Li Lan"),
  person("zhao", "approver", "赵川", "Zhao Chuan"),
  person("sun", "approver", "孙禾", "Sun He"),
  person("chen", "leader", "陈屿", "Chen Yu"),
  person("wu", "inspector", "吴桐", "Wu Tong", "linjiang/xihe"),
  person("qian", "community-worker", "钱溪", "Qian Xi", "linjiang/xihe/liuyin"),
  person("he", "shelter-staff", "何舟", "He Zhou"),
  person("deng", "lifeline-operator", "邓原", "Deng Yuan"),
  person("fang", "engineer", "方桥", "Fang Qiao"),
]

const linjiang: City["name"] = { "zh-CN": "临江市", en: "Linjiang" }

/**
 * The city of this world. A demo or drill database that has none becomes a demo city with its invented people; a live one is
 * only ever made by `init`.
 */
export async function openCityRecord(world: World): Promise<City | undefined> {
  const found = await readCity(world.db.query)
  if (found || world.kind === "live") return found
  return world.transact(async (tx) => {
    const city: City = { kind: "demo", name: linjiang, createdAt: tx.now }
    await putCity(tx.db, city)
    for (const one of demoPeople) await addAccount(tx, { role: "system" }, { ...one, kind: "demo" })
    return city
  })
}
