import type { ColumnDeclaration, PrivacyManifest } from "../../platform/privacy/index.ts"

const none = (...columns: string[]) =>
  Object.fromEntries(columns.map((column) => [column, "none" as const satisfies ColumnDeclaration]))

const staff: ColumnDeclaration = {
  holds: "personal",
  purpose: "sound-muted",
  readers: ["duty-officer", "approver", "leader"],
  retention: "staff-action",
}

/** What a series came to in one minute, hour, or day. */
const figures = ["datastream_id", "at", "n", "valued", "sum", "min", "max", "last"]

/** An answer is given again for a day; the next run of the forgetting takes it away. */
const repeated: ColumnDeclaration = { holds: "personal", purpose: "request-repeated", readers: ["system"], retention: "session" }

const handled: ColumnDeclaration = { ...staff, purpose: "signal-handled" }

/** Stations, what they measure, and the signals that follow from it: nothing here is about a person but who of the staff has a signal, what they noted beside it, and who does not hear alarms for some minutes. */
export const sensePrivacy: PrivacyManifest = {
  "sense.observed_property": none(
    ...["id", "key", "name_zh", "name_en", "unit", "result", "subject", "definition", "description_zh", "description_en"],
    ...["properties", "categories", "keep_days", "raw_from", "possible_min", "possible_max"],
  ),
  "sense.sensor": none("id", "key", "name", "description", "encoding_type", "metadata", "properties"),
  "sense.thing": none(
    ...["id", "key", "kind", "name_zh", "name_en", "area", "area_zh", "area_en", "created_at", "description_zh"],
    ...["description_en", "properties", "mobility", "is_household"],
  ),
  "sense.location": none(
    ...["id", "name_zh", "name_en", "description_zh", "description_en", "encoding_type", "location", "at", "properties"],
  ),
  "sense.thing_location": none("thing_id", "location_id"),
  "sense.historical_location": none("id", "thing_id", "at"),
  "sense.historical_location_location": none("historical_location_id", "location_id"),
  "sense.feature_of_interest": none(
    ...["id", "name_zh", "name_en", "description_zh", "description_en", "encoding_type", "feature", "at", "properties"],
    "location_id",
  ),
  "sense.datastream": none(
    ...["id", "key", "thing_id", "sensor_id", "property_id", "created_at", "is_multi", "name_zh", "name_en", "description_zh"],
    ...["description_en", "observation_type", "unit", "data_types", "properties"],
  ),
  "sense.multi_datastream_property": none("datastream_id", "rank", "property_id"),
  "sense.device_credential": none(...["id", "name", "rights", "thing_id", "secret_hash", "created_at", "ended_at", "heard_at"]),
  "sense.kept_answer": { writer: repeated, ...none("number", "key_hash", "part", "request_hash", "answers", "kept_at") },
  "sense.datastream_feature": none("datastream_id", "feature_id"),
  "sense.observation": none(
    ...["id", "datastream_id", "phenomenon_at", "result_at", "result", "phenomenon_until", "feature_id", "detail"],
  ),
  "sense.observation_tally": none("hour", "n"),
  "sense.rollup_minute": none(...figures),
  "sense.rollup_hour": none(...figures, "by_minute"),
  "sense.rollup_day": none(...figures),
  "sense.rollup_state": none("is_only", "marked_until", "rolled_until", "raw_from"),
  "sense.rollup_due": none("datastream_id", "hour"),
  "sense.signal": {
    assigned_account: handled,
    ...none(
      ...["id", "number", "rule", "rule_zh", "rule_en", "hazard", "level", "state", "area", "area_zh", "area_en", "value"],
      ...["threshold", "unit", "began_at", "ended_at", "raised_at", "acknowledged_at", "acknowledged_role", "cleared_at"],
      "measurements",
      ...[
        "asked_at",
        "due_at",
        "escalated_role",
        "assigned_role",
        "assigned_at",
        "shelved_until",
        "shelved_role",
        "shelve_reason",
      ],
      ...["cleared_role", "clear_reason", "rule_version", "outside_chain"],
    ),
  },
  "sense.signal_comment": { ...none("id", "signal_id", "at", "role"), text: handled },
  "sense.signal_asked": none("signal_id", "at"),
  "sense.device_import": none("id", "state", "crs", "created_at", "devices", "same", "bad", "bad_rows"),
  "sense.imported_thing": none("import_id", "thing_id"),
  "sense.installed_sensor": none("thing_id", "sensor_id", "since", "until"),
  "sense.outside_alert": none(
    ...[
      "id",
      "source",
      "publisher_zh",
      "publisher_en",
      "kind",
      "chain",
      "state",
      "act",
      "sender",
      "identifier",
      "sent_at",
      "texts",
    ],
    ...[
      "severity",
      "urgency",
      "certainty",
      "onset_at",
      "expires_at",
      "magnitude",
      "depth_km",
      "shape",
      "areas",
      "geocodes",
      "link",
    ],
    ...["received_at", "ended_at", "distribution_sender", "distribution", "is_public"],
  ),
  "sense.outside_original": none("alert_id", "content", "hash", "signature", "signer", "reason", "key_hash", "problems"),
  "sense.outside_quarantine": none(
    ...["id", "source", "received_at", "hash", "bytes", "content", "reason", "verdict", "problems", "sender", "identifier"],
    ...["state", "decided_at", "decided_role", "decided_reason"],
  ),
  "sense.outside_reference": none("alert_id", "sender", "identifier"),
  "sense.layer": none("id", "name_zh", "name_en", "kind", "attribution", "licence", "unit"),
  "sense.layer_frame": none(
    ...["id", "layer_id", "valid_at", "received_at", "bounds", "value_range", "media_type", "content", "hash"],
  ),
  "sense.rule": none("id", "version", "hazard", "is_on", "rule", "changed_at", "changed_role"),
  "sense.known_event": none("id", "hazard", "area", "began_at", "ended_at", "level", "kept_at", "kept_role"),
  "sense.sound_mute": { ...none("id", "reason", "muted_at", "until"), account: staff, role: staff },
}
