import { defineErrors } from "@holdfast/kernel"

/** Failures of sense. The words stand in `packages/words` under `sense:errors.SENSE_…`. */
export const senseErrors = defineErrors("SENSE", {
  BUSY: { kind: "unavailable", values: ["limit"] },
  BATCH_TOO_LARGE: { kind: "limit", values: ["count", "limit"] },
  PAYLOAD_TOO_LARGE: { kind: "limit", values: ["limitBytes"] },
  MESSAGE_INVALID: { kind: "invalid", values: ["field", "value", "rule"] },
  TOPIC_REFUSED: { kind: "forbidden", values: ["topic"] },
  DATASTREAM_NOT_FOUND: { kind: "not_found", values: ["datastream"] },
  ENTITY_NOT_FOUND: { kind: "not_found", values: ["path"] },
  RESULT_REFUSED: { kind: "invalid", values: ["value", "property", "rule"] },
  TIME_REFUSED: { kind: "invalid", values: ["at", "from", "to"] },
  QUERY_REFUSED: { kind: "invalid", values: ["option", "value", "rule"] },
  CREATE_REFUSED: { kind: "forbidden", values: ["set"] },
  KIND_REFUSED: { kind: "invalid", values: ["kind", "kinds"] },
  PLACE_REFUSED: { kind: "invalid", values: ["at"] },
  PROPERTY_NOT_IN_REGISTER: { kind: "invalid", values: ["property"] },
  UNIT_REFUSED: { kind: "invalid", values: ["unit", "expected"] },
  MOVES_TOO_OFTEN: { kind: "limit", values: ["thing", "limit"] },
  KEY_TAKEN: { kind: "conflict", values: ["key"] },
  SIGNAL_NOT_FOUND: { kind: "not_found", values: ["signal"] },
  SIGNAL_NOT_OPEN: { kind: "conflict", values: ["code"] },
  NOT_MUTED: { kind: "conflict", values: [] },
  NO_ACCOUNT: { kind: "forbidden", values: [] },
})
