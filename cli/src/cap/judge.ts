import {
  type CapCode,
  type CapKind,
  type CapProblem,
  type CapProfile,
  type CapSignature,
  type CapTrusted,
  type CapVerdict,
  type CapVersion,
  readCapDocument,
  verifyCap,
} from "@holdfast/cap"

/** What is said of a signature: of what was signed only that it is there. */
export type SignatureReport =
  | Omit<Extract<CapSignature, { verdict: "signed-by" }>, "octets">
  | Exclude<CapSignature, { verdict: "signed-by" }>

/** One message of the document. */
export interface AlertReport {
  readonly path: string
  readonly verdict: CapVerdict
  readonly version: CapVersion
  readonly identifier: string | null
  readonly sender: string | null
  readonly sent: string | null
  readonly status: string | null
  readonly msgType: string | null
  readonly languages: readonly string[]
  readonly signature: SignatureReport
}

/** The answer of `holdfast cap check --json`. */
export interface Report {
  readonly verdict: CapVerdict
  readonly kind: CapKind
  readonly alerts: readonly AlertReport[]
  /** Addresses of messages that a feed only names. */
  readonly links: readonly string[]
  readonly problems: readonly (Pick<CapProblem, "severity" | "path" | "message" | "mend"> & { readonly code: CapCode })[]
  /** Of the document; of several messages the one that is worth least. */
  readonly signature: SignatureReport
}

interface Judged {
  readonly report: Report
  /** With what was found, so that it can be said in any language. */
  readonly problems: readonly CapProblem[]
}

const worth: readonly CapSignature["verdict"][] = ["invalid", "unknown-signer", "signed-by", "unsigned"]

/** Judges a document: what it is, what is in it, what is wrong, and who signed it. */
export async function judge(
  bytes: Uint8Array,
  options: { readonly profile: CapProfile | undefined; readonly trusted: readonly CapTrusted[] },
): Promise<Judged> {
  const document = readCapDocument(bytes, { profile: options.profile })
  const isAlone = document.kind === "alert"
  const alerts = await Promise.all(
    document.alerts.map(async ({ path, verdict, version, alert, signatures, xml }): Promise<AlertReport> => {
      const found: CapSignature =
        signatures === 0 && !isAlone
          ? { verdict: "unsigned" }
          : await verifyCap(isAlone ? bytes : xml, { trusted: () => options.trusted })
      return {
        ...{ path, verdict, version },
        ...{ identifier: alert?.identifier ?? null, sender: alert?.sender ?? null, sent: alert?.sent ?? null },
        ...{ status: alert?.status ?? null, msgType: alert?.msgType ?? null },
        languages: alert?.info.map(({ language = "en-US" }) => language) ?? [],
        signature: withoutOctets(found),
      }
    }),
  )
  const [signature = { verdict: "unsigned" as const }] = alerts
    .map((one) => one.signature)
    .toSorted((a, b) => worth.indexOf(a.verdict) - worth.indexOf(b.verdict))
  const { verdict, kind, problems } = document
  const report: Report = {
    ...{ verdict, kind, alerts },
    links: document.links.map(({ href }) => href),
    problems: problems.map(({ code, severity, path, message, mend }) => ({ code, severity, path, message, mend })),
    signature,
  }
  return { report, problems }
}

function withoutOctets(found: CapSignature): SignatureReport {
  return found.verdict === "signed-by" ? { verdict: found.verdict, signer: found.signer } : found
}
