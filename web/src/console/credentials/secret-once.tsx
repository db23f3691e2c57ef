import type { DeviceSecret } from "@holdfast/contracts"
import { useEffect, useRef, useState } from "react"
import type { z } from "zod"
import { useSpeech } from "../../ui/language.tsx"

interface SecretOnceProps {
  readonly given: z.infer<typeof DeviceSecret>
  readonly onClose: () => void
}

/** Name and secret, once: nobody can be shown them again. Takes the focus, because everything else can wait. */
export function SecretOnce({ given: { device, secret }, onClose }: SecretOnceProps) {
  const { words } = useSpeech()
  const box = useRef<HTMLElement>(null)
  const [copied, setCopied] = useState(false)
  useEffect(() => box.current?.focus(), [])
  const copy = () => void navigator.clipboard.writeText(secret).then(() => setCopied(true))
  return (
    <section ref={box} tabIndex={-1} className="card secret-once" aria-label={words("devices:credential.secret")}>
      <p>
        <strong>! {words("devices:credential.once")}</strong>
      </p>
      <dl className="secret-values">
        <dt>{words("devices:credential.name")}</dt>
        <dd className="code">{device.name}</dd>
        <dt>{words("devices:credential.secret")}</dt>
        <dd className="code">{secret}</dd>
      </dl>
      <p className="field-hint">{words("devices:credential.use")}</p>
      <p className="actions">
        {/* Over plain HTTP in an inner network browsers keep the clipboard to themselves. */}
        {"clipboard" in navigator && (
          <button type="button" className="button button-main" onClick={copy}>
            {words("devices:credential.copy")}
          </button>
        )}
        <button type="button" className="button" onClick={onClose}>
          {words("devices:credential.kept")}
        </button>
        <span role="status">{copied && words("devices:credential.copied")}</span>
      </p>
    </section>
  )
}
