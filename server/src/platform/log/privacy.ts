import type { PrivacyManifest } from "../privacy/index.ts"

const header = [
  ...["id", "seq", "at", "module", "verb", "record_ref", "cause_ref", "edge", "actor_role_ref", "commitment", "leaf"],
  ...["retention_class", "cause_commitment"],
]

export const logPrivacy: PrivacyManifest = {
  "log.header": Object.fromEntries(header.map((column) => [column, "none" as const])),
  "log.body": {
    header_id: "none",
    retention_class: "none",
    salt: "none",
    // Each entry carries its own class; the longest that can hold anything about a person is declared here.
    body: { holds: "personal", purpose: "record", readers: ["engineer", "reviewer"], retention: "staff-action" },
    expires_at: "none",
  },
  "log.sealed_cause": { header_id: "none", cause_ref: "none", salt: "none" },
  "log.follower": { name: "none", position: "none" },
  "log.head": { only_row: "none", size: "none", frontier: "none" },
}
