import { shortMessageBytes, splitShortMessage } from "@holdfast/contracts"

/** Concatenated short messages, 8-bit reference (3GPP TS 23.040, 9.2.3.24.1): six bytes before each part. */
const CONCATENATED = [0x05, 0x00, 0x03] as const
const UDH = 0x40
const UCS2 = 8
const PARTS_MAX = 255

/** What differs from part to part in `submit_sm` (SMPP 3.4, 4.4.1). */
export interface Submit {
  readonly short_message: Buffer
  readonly esm_class: number
  readonly data_coding: number
  /** A receipt is asked for the last part: one for each message. */
  readonly registered_delivery: 0 | 1
}

/** The parts of a text. @param reference tells the parts of one message from those of another on the same phone; 0 to 255 */
export function submitsOf(text: string, reference: number): Submit[] {
  const { alphabet, parts } = splitShortMessage(text)
  return parts.slice(0, PARTS_MAX).map((part, i, { length }) => {
    const bytes = Buffer.from(shortMessageBytes(part, alphabet))
    const header = Buffer.from([...CONCATENATED, reference & 0xff, length, i + 1])
    return {
      short_message: length > 1 ? Buffer.concat([header, bytes]) : bytes,
      esm_class: length > 1 ? UDH : 0,
      data_coding: alphabet === "ucs-2" ? UCS2 : 0,
      registered_delivery: i === length - 1 ? 1 : 0,
    }
  })
}
