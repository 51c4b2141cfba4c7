/** Names and addresses that only this machine can reach. */
import { BlockList, isIP } from 'node:net'

/** Finds `::ffff:127.0.0.1` and `0:0:0:0:0:0:0:1`, too. */
const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** For a host without port: `localhost`, and every way to write 127.0.0.0/8 and ::1. */
export function isLoopbackHost(host: string): boolean {
  const name = /^\[(.*)\]$/.exec(host)?.[1] ?? host
  if (isIP(name) === 4) return loopback.check(name, 'ipv4')
  if (isIP(name) === 6) return loopback.check(name, 'ipv6')
  return host.toLowerCase() === 'localhost'
}

/** The host of a Host header, without its port; undefined when it is no such thing. */
export function hostName(hostHeader: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(:\d{1,5})?$/i.exec(hostHeader)?.[1]
}
