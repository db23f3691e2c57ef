import type { Json } from "@holdfast/kernel"

const SPEC = "http://www.opengis.net/spec/iot_sensing/1.1/req"

/** What the service root says about MQTT (OGC 18-088, 14): where to create and where to receive. Nothing without an address. */
export function mqttSettings(endpoints: readonly string[]): Record<string, Json> {
  if (endpoints.length === 0) return {}
  return {
    [`${SPEC}/create-observations-via-mqtt/observations-creation`]: { endpoints: [...endpoints] },
    [`${SPEC}/receive-updates-via-mqtt/receive-updates`]: { endpoints: [...endpoints] },
  }
}
