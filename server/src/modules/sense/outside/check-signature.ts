import { readCapDocument, verifyCap } from "@holdfast/cap"
import type { OutsideSignature } from "@holdfast/contracts"
import type { AlertsMapping } from "./domain/alerts-mapping.ts"
import { fromCap } from "./domain/from-cap.ts"
import type { NewAlert } from "./domain/new-alert.ts"
import type { Original } from "./domain/original.ts"
import { keyOf } from "./store/alert-store.ts"

const nothing = { signer: null, reason: null, keyHash: null }

/**
 * What the signature of a message is worth, over the octets as they came, by the keys that its source trusts for its sender. Of what
 * somebody signed only that is taken which was signed.
 */
export async function checkSignature(
  alert: NewAlert,
  original: Original,
  { signatures }: Pick<AlertsMapping, "signatures">,
): Promise<{ readonly alert: NewAlert; readonly signature: OutsideSignature }> {
  const found = await verifyCap(original.octets, {
    trusted: (sender) =>
      (signatures?.trusted ?? [])
        .filter(({ senders }) => senders?.includes(sender) ?? true)
        .map(({ name, pem }) => ({ name, pem })),
  })
  switch (found.verdict) {
    case "unsigned":
      return { alert, signature: { verdict: "unsigned", ...nothing } }
    case "invalid":
      return { alert, signature: { ...nothing, verdict: "invalid", reason: found.reason } }
    case "unknown-signer": {
      const { reason, fingerprint: keyHash = null } = found
      return { alert, signature: { ...nothing, verdict: "unknown-signer", reason, keyHash } }
    }
    case "signed-by": {
      const [reading] = readCapDocument(found.octets).alerts
      const signed = reading?.alert && fromCap(reading.alert, alert.link ?? undefined)
      if (!signed || typeof signed === "string" || keyOf(signed) !== keyOf(alert))
        return { alert, signature: { ...nothing, verdict: "invalid", reason: "other-content" } }
      return { alert: { ...alert, ...signed }, signature: { ...nothing, verdict: "signed-by", signer: found.signer } }
    }
  }
}
