import type { PrivacyManifest } from "../../platform/privacy/index.ts"

export const respondPrivacy: PrivacyManifest = {
  "respond.journal_note": {
    id: "none",
    at: "none",
    role: "none",
    text: { holds: "personal", purpose: "journal", readers: ["duty-officer", "approver", "leader"], retention: "staff-action" },
    cause_ref: "none",
  },
}
