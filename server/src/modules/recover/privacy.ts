import type { PrivacyManifest } from "../../platform/privacy/index.ts"

/** Nothing here is about a person: counts of an area, and the role that checked them. */
export const recoverPrivacy: PrivacyManifest = {
  "recover.outage": {
    id: "none",
    number: "none",
    lifeline: "none",
    area: "none",
    state: "none",
    started_at: "none",
    restored_at: "none",
    cause_ref: "none",
  },
  "recover.outage_check": { outage: "none", number: "none", at: "none", households: "none", role: "none" },
}
