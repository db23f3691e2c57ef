import type { Device } from "@holdfast/contracts"
import { useCityNow } from "../../city/clock.tsx"
import { useSpeech } from "../../ui/language.tsx"

/** Reasons with words of their own; every other is said by its code. */
const known = [
  ...["SENSE_DEVICE_SIGN_IN", "SENSE_DEVICE_NOT_PERMITTED", "SENSE_DEVICE_OTHER_THING", "SENSE_MESSAGE_INVALID"],
  ...["SENSE_RESULT_REFUSED", "SENSE_TIME_REFUSED", "SENSE_TOPIC_REFUSED", "SENSE_DATASTREAM_NOT_FOUND"],
  ...["SENSE_ENTITY_NOT_FOUND", "SENSE_PAYLOAD_TOO_LARGE"],
]

/** How much of a device was refused since the server started, and why the last time. */
export function Refusals({ refused: { count, code, at } }: { readonly refused: NonNullable<Device["refused"]> }) {
  const { words, formats } = useSpeech()
  const now = useCityNow()
  return (
    <p className="credential-refused">
      <span className="attention">! {words("devices:credential.refused", { count })}</span>{" "}
      {known.includes(code) && `${words(`devices:refusal.${code}`)} `}
      <span className="quiet">
        {words("devices:credential.last", { at: formats.ago(new Date(at), now) })} · <span className="code">{code}</span>
      </span>
    </p>
  )
}
