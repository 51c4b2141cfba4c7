/** Runs a command of the command line in this process, in a folder of its own, and keeps what it says. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Readable, Writable } from 'node:stream'
import { onTestFinished } from 'vitest'
import { runCommand } from '../../src/cli/program.ts'
import type { Environment } from '../../src/server/config.ts'

export interface Said {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export async function tessera(
  args: readonly string[],
  { cwd = tmpdir(), environment = {}, input }: { cwd?: string; environment?: Environment; input?: Readable } = {},
) {
  const stdout = collector()
  const stderr = collector()
  const code = await runCommand(args, {
    stdout: stdout.stream,
    stderr: stderr.stream,
    isInteractive: false,
    ...(input !== undefined && { input }),
    environment,
    cwd,
    onReaderGone: () => {},
  })
  return { code, stdout: stdout.text(), stderr: stderr.text() } satisfies Said
}

function collector(): { readonly stream: Writable; readonly text: () => string } {
  const parts: string[] = []
  const stream = new Writable({
    write: (chunk, _encoding, done) => {
      parts.push(String(chunk))
      done()
    },
  })
  return { stream, text: () => parts.join('') }
}

/** A folder with these files, gone after the test. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

/** Three customers, four purchases: 10.00 + 5.50 by Ann (MA), 2.25 by Bob (NY), 1.00 by nobody known; Cid (MA) bought nothing. */
export const shop = {
  'shop/shop.yml': `version: 1
model: shop
description: A small shop
entities:
  - name: customer
    file: customers.csv
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string, description: State of the billing address }
    measures:
      - { name: count_customers, type: count }
  - name: purchase
    file: purchases.csv
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}", unit: EUR }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`,
  'shop/customers.csv': 'customer_id,state\nann,MA\nbob,NY\ncid,MA\n',
  'shop/purchases.csv':
    'purchase_id,customer_id,bought_on,amount\n1,ann,2026-01-05,10.00\n2,ann,2026-02-07,5.50\n3,bob,2026-01-09,2.25\n4,zoe,2026-02-11,1.00\n',
  'revenue.graphql':
    '{ slice(by: { customer: [STATE] }) { rows { customer { state } purchase { revenue } } totals { purchase { revenue } } hasMore } }\n',
}

export const shopEnvironment: Environment = { DATABASE_URL: 'duckdb:shop.duckdb', TESSERA_MODEL: 'shop' }
