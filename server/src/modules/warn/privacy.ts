import type { ColumnDeclaration, PrivacyManifest } from "../../platform/privacy/index.ts"

const staff: ColumnDeclaration = {
  holds: "personal",
  purpose: "four-eyes",
  readers: ["duty-officer", "approver", "leader"],
  retention: "staff-action",
}

export const warnPrivacy: PrivacyManifest = {
  "warn.warning": {
    id: "none",
    number: "none",
    kind: "none",
    state: "none",
    hazard: "none",
    level: "none",
    areas: "none",
    texts: "none",
    urgency: "none",
    certainty: "none",
    onset: "none",
    expires: "none",
    because: "none",
    follows: "none",
    created_at: "none",
    author_role: "none",
    author_account: staff,
    approver_role: "none",
    approver_account: staff,
    sent_at: "none",
    ended_at: "none",
    rejection: staff,
    identifier: "none",
    retraction: "none",
    names_gone_at: "none",
  },
  "warn.message": {
    number: "none",
    identifier: "none",
    warning: "none",
    msg_type: "none",
    sent_at: "none",
    sender: "none",
    xml: "none",
  },
}
