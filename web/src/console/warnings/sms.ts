/** What GSM 03.38 writes in one septet, and what takes two; anything else makes the whole message UCS-2. */
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
const EXTENDED = "^{}\\[~]|€"
/** Units in a single message, and in each part of a longer one (3GPP TS 23.040: the header of a part takes six bytes). */
const septets = { single: 160, part: 153 }
const ucs2 = { single: 70, part: 67 }

/** How long a text is as a short message, and how many parts carry it; each part is paid for and may arrive alone. */
export function smsLength(text: string): { readonly units: number; readonly parts: number; readonly room: number } {
  const characters = text.split("")
  const isGsm = characters.every((one) => BASIC.includes(one) || EXTENDED.includes(one))
  const limits = isGsm ? septets : ucs2
  const units = isGsm ? characters.reduce((sum, one) => sum + (EXTENDED.includes(one) ? 2 : 1), 0) : text.length
  const parts = units === 0 ? 0 : units <= limits.single ? 1 : Math.ceil(units / limits.part)
  return { units, parts, room: parts <= 1 ? limits.single : parts * limits.part }
}
