/** The example as it is copied: its documents are of the printed schema, its types hold, it builds, and what it computes by itself is right. */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { buildSchema, Kind, parse, validate } from 'graphql'
import { expect, onTestFinished, test } from 'vitest'
import { hrefOf, onDay, readAddress } from '../../examples/react-segments/src/address.ts'
import { formatAmount, formatPercentage } from '../../examples/react-segments/src/format.ts'

const folder = 'examples/react-segments'

test('its documents are of the schema, and each fragment is that of a component', () => {
  const documents = readdirSync(`${folder}/src`, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.tsx'))
    .flatMap((file) => [...readFileSync(join(folder, 'src', file), 'utf8').matchAll(/graphql\(`([^`]*)`\)/g)].map(([, text = '']) => text))
  const document = parse(documents.join('\n'))
  expect(validate(buildSchema(readFileSync('schema.graphql', 'utf8')), document)).toEqual([])
  const named = (kind: Kind) =>
    document.definitions
      .flatMap((each) => (each.kind === kind && 'name' in each && each.name !== undefined ? [each.name.value] : []))
      .sort()
  expect(named(Kind.OPERATION_DEFINITION)).toEqual(['GroupCustomers', 'Profile', 'SegmentationTitles', 'Segments', 'Timeline'])
  expect(named(Kind.FRAGMENT_DEFINITION)).toEqual(['CustomerRow', 'Facts', 'Memberships', 'Scores', 'SegmentRow'])
})

test('its types hold', { timeout: 120_000 }, async () => {
  const tsc = promisify(execFile)(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', folder])
  expect(await tsc).toMatchObject({ stdout: '' })
})

test('`vite build` builds it', { timeout: 120_000 }, async () => {
  const outDir = mkdtempSync(join(tmpdir(), 'react-segments-'))
  onTestFinished(() => rmSync(outDir, { recursive: true }))
  const options = ['build', folder, '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
  // Not with the NODE_ENV of a test, which is built for developers.
  const environment = { PATH: process.env.PATH }
  const vite = promisify(execFile)(process.execPath, ['node_modules/vite/bin/vite.js', ...options], { env: environment })
  expect(await vite).toEqual({ stdout: '', stderr: '' })
  // Found from wherever it is put: no path begins with a slash.
  expect(readFileSync(join(outDir, 'index.html'), 'utf8')).toMatch(/<script type="module" crossorigin src="\.\/assets\/[^"]+\.js">/)
  expect(existsSync(join(outDir, 'assets'))).toBe(true)
})

test('amounts are written from their digits, whatever a floating-point number could hold', () => {
  expect(formatAmount('9007199254740993.55')).toBe('$9,007,199,254,740,993.55')
  // As numbers both are a little less, and would be $1.00.
  expect(formatAmount('1.005')).toBe('$1.01')
  expect(formatAmount('-1.005')).toBe('-$1.01')
  expect(formatAmount('0.00')).toBe('$0.00')
  expect(formatAmount(null)).toBe('–')
  expect(formatPercentage(11.4)).toBe('11.40 %')
})

test.each([
  '#/2025-12-31',
  '#/2025-12-31/groups/VIPS',
  '#/2025-12-31/groups/VIPS?after=a-b_c%2B%3D',
  '#/2025-12-31/groups/VIPS?before=abc',
  '#/2024-02-29/customers/a%2Fb%20%25%3F%23',
])('%s is read and written again', (hash) => {
  const address = readAddress(hash)
  if (address === undefined) throw new Error('It leads nowhere')
  expect(hrefOf(address)).toBe(hash)
})

test.each([
  '#/2025-02-29',
  '#/31.12.2025',
  '#/2025-12-31/groups',
  '#/2025-12-31/groups/NO_GROUP',
  '#/2025-12-31/groups/toString',
  '#/2025-12-31/customers/',
  '#/2025-12-31/customers/C000080/orders',
  '#/2025-12-31/orders/1',
])('%s leads nowhere', (hash) => {
  expect(readAddress(hash)).toBeUndefined()
})

test('no address is all groups on the last day of the sample; on another day a list begins again', () => {
  expect(['', '#', '#/'].map(readAddress)).toEqual(Array(3).fill({ asOf: '2025-12-31', place: { kind: 'groups' } }))
  const address = readAddress('#/2025-12-31/groups/VIPS?after=abc')
  if (address === undefined) throw new Error('It leads nowhere')
  expect(hrefOf(onDay(address, '2025-06-30'))).toBe('#/2025-06-30/groups/VIPS')
})
