import type { OutsideOriginal, OutsideSignature } from "@holdfast/contracts"
import { originalUrl } from "../../data/others.ts"
import { useSpeech } from "../../ui/language.tsx"
import { Pill } from "../../ui/pill/pill.tsx"

/** What the signature of an alert is worth, in a word and a sign. */
export function SignaturePill({ signature: { verdict, signer } }: { signature: OutsideSignature }) {
  const { words } = useSpeech()
  return (
    <Pill
      icon={{ "signed-by": "✓", invalid: "✕", unsigned: undefined, "unknown-signer": "?" }[verdict]}
      dashed={verdict !== "signed-by"}
    >
      {words(`sources:outside.signature.${verdict}`, { signer: signer ?? "" })}
    </Pill>
  )
}

/** The message as it came: who signed it, what was read around, and its octets. */
export function Original({ id, original: { bytes, sha256, signature, problems } }: { id: string; original: OutsideOriginal }) {
  const { words, formats } = useSpeech()
  const { verdict, signer, reason, keyHash } = signature
  return (
    <div className="outside-original">
      <p>
        {words(`sources:outside.signatureText.${verdict}`, { signer: signer ?? "" })}
        {verdict === "invalid" && reason && ` ${words("sources:outside.reason", { reason })}`}
        {keyHash && <span className="outside-hash"> {words("sources:outside.keyHash", { key: keyHash })}</span>}
      </p>
      <p className="quiet outside-hash">
        {words("sources:outside.original", { kilobytes: formats.count(Math.ceil(bytes / 1_000)), sha: sha256 })}
        {problems.length > 0 && ` · ${words("sources:outside.defects", { count: problems.length })}`}
      </p>
      <p>
        <a href={originalUrl(id)} download>
          {words("sources:outside.download")}
        </a>
      </p>
    </div>
  )
}
