import type { ChannelMessage, ChannelTools, Delivery } from "../plug-in.ts"

/** A red rainstorm warning as it goes to a channel. */
export function messageOf(change: Partial<ChannelMessage> = {}): ChannelMessage {
  return {
    purpose: "warning",
    status: "Exercise",
    identifier: "urn:oid:2.49.0.1.156.0.2026.7.30.19.0.0",
    code: "W-88",
    event: "W-88",
    hazard: "rainstorm",
    level: "red",
    urgency: "Immediate",
    language: "zh-CN",
    headline: "【演练】暴雨红色预警",
    text: "西河区3小时累计104毫米。\n现在就去高处。不要过河、不要进地下通道。\n7月31日 03:12 至 08:00（UTC+8）",
    short: "【演练】暴雨红色预警：现在就去高处。",
    speech: "演练。暴雨红色预警。现在就去高处。",
    page: "https://linjiang.example/warnings/W-88",
    expires: new Date("2026-07-30T23:00:00Z"),
    xml: '<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>',
    ...change,
  }
}

export function deliveryOf(address: string, change: Partial<Delivery> = {}): Delivery {
  return { key: "7-3-41", address, message: messageOf(), attempt: 1, ...change }
}

export function toolsOf(dataFolder: string, change: Partial<ChannelTools> = {}): ChannelTools {
  return { publicUrl: "https://linjiang.example", dataFolder, now: () => new Date("2026-07-30T19:00:00Z"), ...change }
}

/** For sendings that nobody breaks off. */
export const unbroken = new AbortController().signal
