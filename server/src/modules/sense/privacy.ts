import type { ColumnDeclaration, PrivacyManifest } from "../../platform/privacy/index.ts"

const none = (...columns: string[]) =>
  Object.fromEntries(columns.map((column) => [column, "none" as const satisfies ColumnDeclaration]))

const staff: ColumnDeclaration = {
  holds: "personal",
  purpose: "sound-muted",
  readers: ["duty-officer", "approver", "leader"],
  retention: "staff-action",
}

/** Stations, what they measure, and the signals that follow from it: nothing here is about a person but who of the staff does not hear alarms for some minutes. */
export const sensePrivacy: PrivacyManifest = {
  "sense.observed_property": none("id", "key", "name_zh", "name_en", "unit", "result", "subject"),
  "sense.sensor": none("id", "key", "name", "description", "encoding_type", "metadata"),
  "sense.thing": none("id", "key", "kind", "name_zh", "name_en", "area", "area_zh", "area_en", "created_at"),
  "sense.location": none("id", "thing_id", "at"),
  "sense.datastream": none("id", "key", "thing_id", "sensor_id", "property_id", "created_at"),
  "sense.observation": none("id", "datastream_id", "phenomenon_at", "result_at", "result"),
  "sense.signal": none(
    ...["id", "number", "rule", "rule_zh", "rule_en", "hazard", "level", "state", "area", "area_zh", "area_en", "value"],
    ...["threshold", "unit", "began_at", "ended_at", "raised_at", "acknowledged_at", "acknowledged_role", "cleared_at"],
    "measurements",
  ),
  "sense.sound_mute": { ...none("id", "reason", "muted_at", "until"), account: staff, role: staff },
}
