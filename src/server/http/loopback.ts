/** Names and addresses that only this machine can reach. */

/** For a host without port: `localhost`, 127.0.0.0/8 and ::1. */
export function isLoopbackHost(host: string): boolean {
  const name = host.toLowerCase()
  return name === 'localhost' || name === '::1' || name === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(name)
}

/** The host of a Host header, without its port; undefined when it is no such thing. */
export function hostName(hostHeader: string): string | undefined {
  return /^(\[[0-9a-f:.]+\]|[^:/?#@\s]+)(:\d{1,5})?$/i.exec(hostHeader)?.[1]
}
