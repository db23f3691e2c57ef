import type { PrivacyManifest } from "../../platform/privacy/index.ts"

const readers = ["duty-officer", "approver", "leader"]

export const respondPrivacy: PrivacyManifest = {
  "respond.journal_note": {
    id: "none",
    at: "none",
    role: "none",
    text: { holds: "personal", purpose: "journal", readers, retention: "staff-action" },
    cause_ref: "none",
  },
  "respond.incident": {
    id: "none",
    number: "none",
    hazard: "none",
    level: "none",
    plan: "none",
    areas: "none",
    opened_at: "none",
    ending_at: "none",
    closed_at: "none",
    cause_ref: "none",
  },
  "respond.incident_warning": { incident: "none", warning: "none", level: "none", in_force: "none" },
  "respond.task": {
    id: "none",
    incident: "none",
    plan: "none",
    step: "none",
    round: "none",
    title: "none",
    role: "none",
    due_at: "none",
    state: "none",
    changed_at: "none",
    opened_at: "none",
    note: { holds: "personal", purpose: "journal", readers, retention: "staff-action" },
  },
}
