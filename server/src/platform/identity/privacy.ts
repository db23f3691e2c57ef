import type { ColumnDeclaration, PrivacyManifest } from "../privacy/index.ts"

const account: ColumnDeclaration = { holds: "personal", purpose: "account", readers: ["engineer"], retention: "staff-action" }
const credential: ColumnDeclaration = {
  holds: "sensitive",
  purpose: "credential",
  readers: ["system"],
  retention: "staff-action",
}
/** Gone 12 hours after the last use; the class is the shortest that the log knows. The page `/privacy` says the hours. */
const session: ColumnDeclaration = { holds: "personal", purpose: "session", readers: ["owner"], retention: "session" }

export const identityPrivacy: PrivacyManifest = {
  "identity.city": { only_row: "none", kind: "none", name_zh: "none", name_en: "none", created_at: "none" },
  "identity.account": {
    id: account,
    record_ref: account,
    kind: "none",
    name_zh: account,
    name_en: account,
    role: "none",
    area: "none",
    issuer: account,
    subject: account,
    created_at: "none",
    ended_at: "none",
  },
  "identity.password": {
    account: credential,
    hash: credential,
    totp_secret: credential,
    totp_sealed: credential,
    totp_last_step: credential,
  },
  "identity.recovery_code": { account: credential, hash: credential },
  "identity.passkey": {
    id: credential,
    account: credential,
    public_key: credential,
    counter: "none",
    name: { ...credential, readers: ["owner"] },
    created_at: "none",
  },
  // A day at most; the class is the shortest that the log knows.
  "identity.invitation": {
    account: { ...credential, retention: "session" },
    token_hash: { ...credential, retention: "session" },
    purpose: "none",
    expires_at: "none",
  },
  "identity.session": {
    id: "none",
    token_hash: { ...session, readers: ["system"] },
    account: session,
    created_at: session,
    seen_at: session,
    expires_at: "none",
  },
}
