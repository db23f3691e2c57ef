import type { ColumnDeclaration, PrivacyManifest } from "../../../platform/privacy/index.ts"

const contact: ColumnDeclaration = {
  holds: "personal",
  purpose: "call-out",
  readers: ["duty-officer", "engineer"],
  retention: "staff-action",
}

export const rosterPrivacy: PrivacyManifest = {
  "warn.roster_person": {
    id: "none",
    area: "none",
    // An office.
    post: "none",
    from_level: "none",
    place: "none",
    language: "none",
    sealed: contact,
    changed_at: "none",
  },
  "warn.roster_call": {
    id: "none",
    warning: "none",
    area: "none",
    post: "none",
    state: "none",
    asked_at: "none",
    place: "none",
    tries: "none",
    rung: "none",
    due_at: "none",
    tell_at: "none",
    answered_at: "none",
    answered_by: "none",
    note: contact,
  },
  "warn.roster_ring": { code_hash: "none", call: "none", receipts: "none", at: "none" },
}
