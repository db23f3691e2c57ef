import type { Bilingual, PersonProof } from "@holdfast/contracts"
import type { FastifyRequest } from "fastify"
import type { Packs } from "../../platform/packs/index.ts"
import type { World } from "../../platform/world/index.ts"
import type { PlacesModule } from "../places/index.ts"
import type { SenseModule } from "../sense/index.ts"
import type { Channels } from "./channels/index.ts"
import type { Reach } from "./reach/index.ts"
import type { Pictures } from "./resources/index.ts"

/** What the verbs of this module work with. */
export interface WarnContext {
  readonly world: World
  readonly places: Pick<
    PlacesModule,
    "getArea" | "findArea" | "listAreas" | "listSites" | "summarize" | "outline" | "readGround" | "listLines" | "around"
  >
  readonly sense: Pick<
    SenseModule,
    "getSignal" | "findRuleOf" | "findOutsideAlertOf" | "listOutsideAlerts" | "listSignals" | "placeOf"
  >
  readonly packs: Packs
  /** Where residents find this city, without a slash at the end. */
  readonly publicUrl: string
  /** The sender in CAP: an address that names the city and the world, and never the same for a drill and the real city. */
  readonly sender: string
  readonly timeZone: string
  /** Whose authority holds here: the packs' entries for it, and those for any. */
  readonly jurisdiction: string
  readonly city: Bilingual
  /** How many people could approve now, this account not counted. */
  readonly countApprovers: (areas: readonly string[], exceptAccount?: string) => Promise<number>
  readonly people: WarnPeople
  /** How many residents asked to be told. */
  readonly reach: Pick<Reach, "count">
  readonly pictures: Pictures
  /** Undefined in a drill and a replay: nothing leaves them. */
  readonly channels?: Pick<Channels, "writeOrder" | "channelsNow"> | undefined
}

/** The people on duty, as far as approval needs them. */
export interface WarnPeople {
  /** Who was seen in the last minutes and may approve for all of these areas. */
  approversOnDuty(areas: readonly string[]): Promise<{ account: string; role: string; area: string | null; name: Bilingual }[]>
  names(accounts: readonly string[]): Promise<Map<string, Bilingual>>
  /** Throws unless the person of this request's session proves anew, for this act alone, that they are there. */
  proveAnew(request: FastifyRequest, act: { readonly about: string; readonly proof: PersonProof | undefined }): Promise<void>
}
