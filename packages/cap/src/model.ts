/** The closed lists of CAP 1.2, in the order of its schema. */
export const capValues = {
  status: ["Actual", "Exercise", "System", "Test", "Draft"],
  msgType: ["Alert", "Update", "Cancel", "Ack", "Error"],
  scope: ["Public", "Restricted", "Private"],
  category: ["Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"],
  responseType: ["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"],
  urgency: ["Immediate", "Expected", "Future", "Past", "Unknown"],
  severity: ["Extreme", "Severe", "Moderate", "Minor", "Unknown"],
  certainty: ["Observed", "Likely", "Possible", "Unlikely", "Unknown"],
} as const
type Value<K extends keyof typeof capValues> = (typeof capValues)[K][number]

/** A closed ring, WGS 84, longitude first as everywhere in Holdfast; CAP text has latitude first, which the writer turns round. */
export type CapPolygon = readonly (readonly [lon: number, lat: number])[]

export interface CapCircle {
  readonly center: readonly [lon: number, lat: number]
  readonly radiusKm: number
}

export interface CapNamed {
  readonly valueName: string
  readonly value: string
}

/** Names a message: the three together do. */
export interface CapReference {
  readonly sender: string
  readonly identifier: string
  readonly sent: string
}

export interface CapArea {
  readonly areaDesc: string
  readonly polygon: readonly CapPolygon[]
  readonly circle: readonly CapCircle[]
  readonly geocode: readonly CapNamed[]
  /** Feet above mean sea level, as CAP has it. */
  readonly altitude?: number | undefined
  readonly ceiling?: number | undefined
}

export interface CapResource {
  readonly resourceDesc: string
  /** Always there in what is written; CAP 1.0 and 1.1 may leave it out. */
  readonly mimeType?: string | undefined
  /** Bytes. */
  readonly size?: number | undefined
  readonly uri?: string | undefined
  /** The resource itself, base64. */
  readonly derefUri?: string | undefined
  /** SHA-1 of the resource. */
  readonly digest?: string | undefined
}

export interface CapInfo {
  /** RFC 3066; absent means en-US. */
  readonly language?: string | undefined
  readonly category: readonly Value<"category">[]
  readonly event: string
  readonly responseType: readonly Value<"responseType">[]
  readonly urgency: Value<"urgency">
  readonly severity: Value<"severity">
  readonly certainty: Value<"certainty">
  readonly audience?: string | undefined
  readonly eventCode: readonly CapNamed[]
  readonly effective?: string | undefined
  readonly onset?: string | undefined
  readonly expires?: string | undefined
  readonly senderName?: string | undefined
  readonly headline?: string | undefined
  readonly description?: string | undefined
  readonly instruction?: string | undefined
  readonly web?: string | undefined
  readonly contact?: string | undefined
  readonly parameter: readonly CapNamed[]
  readonly resource: readonly CapResource[]
  readonly area: readonly CapArea[]
}

/** One CAP message (OASIS, 1.2 of 1 July 2010), as values. Times are CAP times with the offset that the sender gave. */
export interface CapAlert {
  readonly identifier: string
  readonly sender: string
  readonly sent: string
  readonly status: Value<"status">
  readonly msgType: Value<"msgType">
  readonly source?: string | undefined
  readonly scope: Value<"scope">
  readonly restriction?: string | undefined
  readonly addresses?: string | undefined
  readonly code: readonly string[]
  readonly note?: string | undefined
  readonly references: readonly CapReference[]
  readonly incidents?: string | undefined
  readonly info: readonly CapInfo[]
}

type OptionalLists<T, K extends keyof T> = Omit<T, K> & Partial<Pick<T, K>>
type CapAreaInput = OptionalLists<CapArea, "polygon" | "circle" | "geocode">
type CapInfoInput = Omit<OptionalLists<CapInfo, "responseType" | "eventCode" | "parameter" | "resource">, "area"> & {
  readonly area?: readonly CapAreaInput[]
}
/** As `CapAlert`, where lists that are empty may be left out. */
export type CapAlertInput = Omit<OptionalLists<CapAlert, "code" | "references">, "info"> & {
  readonly info?: readonly CapInfoInput[]
}
