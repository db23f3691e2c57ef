import type { PrivacyManifest } from "../../platform/privacy/index.ts"

const readers = ["duty-officer", "community-worker"]
const text = { holds: "personal", purpose: "request", readers, retention: "request-text" } as const

export const servePrivacy: PrivacyManifest = {
  "serve.request": {
    id: "none",
    code_hash: "none",
    category: "none",
    area: "none",
    place: text,
    description: text,
    // A random name; the photo itself is a file, staff-only, deleted with its request.
    photo: "none",
    state: "none",
    received_at: "none",
    due_at: "none",
    answer: text,
    answered_at: "none",
    closed_at: "none",
  },
  "serve.withdrawn_code": { code_hash: "none", deleted_at: "none" },
  "serve.contact": {
    request: "none",
    contact: { holds: "personal", purpose: "answer", readers, retention: "request-contact" },
  },
}
