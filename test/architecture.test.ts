/** The import order of docs/architecture.md, held on the import lines themselves. */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'

/** Highest first: a room imports only from itself and from rooms further down. */
const order = [
  ['cli'],
  ['server'],
  ['queries'],
  ['schema'],
  ['resolvers'],
  ['semantic/engine'],
  ['semantic/run'],
  ['semantic/sql'],
  ['semantic/plan'],
  ['semantic/query'],
  ['semantic/catalog'],
  ['semantic/model'],
  ['semantic/aggregation'],
  ['semantic/expression'],
  ['semantic/dialect'],
  ['semantic/time'],
  ['semantic/issues'],
] as const

/** Rooms beside the one-way flow: what they may import of it, and who may import them. */
const besides: Readonly<Record<string, { readonly imports: readonly string[]; readonly importedBy: readonly string[] }>> = {
  database: { imports: ['semantic/catalog', 'semantic/dialect', 'semantic/issues'], importedBy: ['server', 'cli', 'sample'] },
  sample: { imports: ['database', 'semantic/dialect', 'semantic/issues'], importedBy: ['server', 'cli'] },
  import: {
    imports: [
      ...['semantic/engine', 'semantic/catalog', 'semantic/model', 'semantic/aggregation', 'semantic/expression', 'semantic/dialect'],
      'semantic/issues',
    ],
    importedBy: ['cli'],
  },
  init: {
    imports: ['database', 'semantic/engine', 'semantic/catalog', 'semantic/model', 'semantic/dialect', 'semantic/issues'],
    importedBy: ['cli'],
  },
}

const doors: readonly { readonly module: RegExp; readonly rooms: readonly string[] }[] = [
  { module: /^(pg|pg-.+|@duckdb\/.+)$/, rooms: ['database'] },
  { module: /^(node:)?fs(\/promises)?$/, rooms: ['semantic/model/read.ts', 'queries/trusted-documents.ts', 'database', 'server', 'cli'] },
  { module: /^graphql$/, rooms: ['queries', 'schema', 'resolvers', 'server', 'cli'] },
  { module: /^@apollo\/server/, rooms: ['server', 'cli'] },
  { module: /^(node:)?process$/, rooms: ['server', 'cli'] },
]

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => ({ file: file.replaceAll(path.sep, '/'), text: readFileSync(path.join('src', file), 'utf8') }))

function roomOf(file: string): string {
  if (file === 'semantic/engine.ts') return 'semantic/engine'
  const parts = file.split('/')
  return parts[0] === 'semantic' ? `semantic/${parts[1]}` : (parts[0] ?? file)
}

function importsOf(file: string, text: string) {
  return [...text.matchAll(/^(?:import|export)[^'"]*?from '([^']+)'|\bimport\('([^']+)'\)|^import '([^']+)'/gm)].map((match) => {
    const module = match[1] ?? match[2] ?? match[3] ?? ''
    return module.startsWith('.')
      ? { kind: 'room' as const, room: roomOf(path.posix.join(path.posix.dirname(file), module)) }
      : { kind: 'module' as const, module }
  })
}

function mayImport(from: string, to: string): boolean {
  if (from === to) return true
  const outside = besides[from] ?? besides[to]
  if (outside !== undefined) return (besides[from]?.imports.includes(to) || besides[to]?.importedBy.includes(from)) ?? false
  const level = (room: string) => order.findIndex((rooms) => (rooms as readonly string[]).includes(room))
  return level(from) !== -1 && level(to) !== -1 && level(from) < level(to)
}

test('every room imports only downwards', () => {
  const wrong = sources.flatMap(({ file, text }) =>
    importsOf(file, text).flatMap((found) =>
      found.kind === 'room' && !mayImport(roomOf(file), found.room) ? [`${file} imports ${found.room}`] : [],
    ),
  )
  expect(wrong).toEqual([])
})

test('databases, files, GraphQL and HTTP have one door each', () => {
  const wrong = sources.flatMap(({ file, text }) =>
    importsOf(file, text).flatMap((found) => {
      if (found.kind === 'room') return []
      const door = doors.find(({ module }) => module.test(found.module))
      const isAllowed = door === undefined || door.rooms.some((room) => file === room || file.startsWith(`${room}/`))
      return isAllowed ? [] : [`${file} imports ${found.module}`]
    }),
  )
  expect(wrong).toEqual([])
})

test('the clock and the environment are read by server and command line only', () => {
  const wrong = sources
    .filter(({ file }) => !['server', 'cli'].includes(roomOf(file)))
    .flatMap(({ file, text }) => (/\bDate\.now\(|\bnew Date\(\)|\bprocess\.env\b|Temporal\.Now\b/.test(text) ? [file] : []))
  expect(wrong).toEqual([])
})
