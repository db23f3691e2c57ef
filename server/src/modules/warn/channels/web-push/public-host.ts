import { lookup as resolve } from "node:dns"
import { BlockList, isIP, type LookupFunction } from "node:net"

/** Networks that are nobody's on the internet: this machine, private lines, links, tests, groups (RFC 6890, RFC 9637). */
const inner = new BlockList()
for (const [network, bits] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const)
  inner.addSubnet(network, bits, "ipv4")
/** All of IPv6 that was given out lies in 2000::/3; inside it, these stand for IPv4 or for nobody. */
const outer = new BlockList()
outer.addSubnet("2000::", 3, "ipv6")
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  inner.addSubnet(network, bits, "ipv6")

/** Whether an address is one of the internet, and not of this machine or of a line behind it. */
export function isPublicAddress(address: string): boolean {
  const plain = address.split("%")[0]!
  const family = isIP(plain)
  if (family === 4) return !inner.check(plain, "ipv4")
  return family === 6 && outer.check(plain, "ipv6") && !inner.check(plain, "ipv6")
}

/** As the resolver of a socket, at the moment of connecting: a name that led to the internet yesterday may lead to us today. */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "", 0)
    const [first] = addresses
    if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
      return callback(Object.assign(new Error("not a public address"), { code: "NOT_PUBLIC" }), "", 0)
    if (options.all) return callback(null, addresses)
    return callback(null, first.address, first.family)
  })
}
