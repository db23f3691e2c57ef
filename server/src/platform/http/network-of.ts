import { isIPv6 } from "node:net"

const GROUPS = 8
/** The /64 of a line (RFC 6177, RFC 7934): whoever has it has all of its addresses, and changes them at will. */
const NETWORK_GROUPS = 4

/** What stands for one customer in a count: the IPv4 address, or the /64 of an IPv6 address. */
export function networkOf(address: string): string {
  const [plain = ""] = address.split("%")
  if (!isIPv6(plain)) return plain
  // As a socket of both families sees IPv4 (RFC 4291, 2.5.5.2); their /64 would be one for all.
  const mapped = /^::ffff:(.+)$/i.exec(plain)
  if (mapped) return mapped[1]!
  const [left = [], right] = plain.split("::").map((side) => side.split(":").filter(Boolean))
  // An IPv4 address at the end stands for two groups.
  const written = left.length + (right?.length ?? 0) + (right?.at(-1)?.includes(".") ? 1 : 0)
  const groups = right ? [...left, ...Array.from({ length: GROUPS - written }, () => "0"), ...right] : left
  return `${groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`
}
