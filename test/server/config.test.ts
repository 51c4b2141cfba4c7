/** The environment: defaults, every refusal with its full text, all of them at once; and that the documentation holds the table. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { issueMessage } from '../../src/semantic/issues/print.ts'
import { checkExposure, type Environment, readConfig } from '../../src/server/config.ts'
import { packageRoot } from '../../src/server/package-root.ts'
import { settingsTable } from '../../src/server/settings.ts'

function config(environment: Environment) {
  const read = readConfig(environment, { cwd: '/work-folder' })
  if (!read.ok) throw new Error(read.issues.map(issueMessage).join('\n'))
  return read.value
}

function problems(environment: Environment): readonly string[] {
  const read = readConfig(environment, { cwd: '/work-folder' })
  return read.ok ? checkExposure(read.value).map(issueMessage) : read.issues.map(issueMessage)
}

test('without any setting: the shipped model, an embedded database beside the work, loopback only', () => {
  expect(config({ PATH: '/bin' })).toEqual({
    databaseUrl: 'duckdb:/work-folder/.tessera/customer-360.duckdb',
    databaseNamed: false,
    modelFolder: join(packageRoot, 'semantic-models/customer-360'),
    host: '127.0.0.1',
    port: 4000,
    secret: expect.stringMatching(/^[\w-]{43}$/),
    tokens: [],
    logLevel: 'info',
    maxLimit: 50_000,
    maxTableRows: 10_000_000,
    explore: true,
    trustedOnly: false,
    showSql: true,
    statementTimeoutMs: 30_000,
    maxConcurrency: 8,
    poolThreads: 4,
    duckdb: { threads: expect.any(Number) },
    resultCache: { maxBytes: 64_000_000 },
    shutdownGraceMs: 10_000,
  })
})

test('every setting is read', () => {
  const environment = {
    DATABASE_URL: 'postgres://analyst:secret@db.example/shop',
    TESSERA_MODEL: 'models/shop',
    HOST: '0.0.0.0',
    PORT: '0',
    // printf %s correct-horse-battery | sha256sum
    TESSERA_TOKENS: 'power-bi:sha256:62249369389075490555A758353AEC61500C6218FA597252D52DC4BD0148F12D, first-token-of-16',
    TESSERA_SECRET: 'sixteen letters!',
    LOG_LEVEL: 'warn',
    TESSERA_MAX_LIMIT: '500',
    TESSERA_MAX_TABLE_ROWS: '20000',
    TESSERA_DOCUMENTS: 'persisted.json',
    TESSERA_TRUSTED_ONLY: 'on',
    TESSERA_EXPLORE: 'off',
    TESSERA_STATEMENT_TIMEOUT: '2m',
    TESSERA_MAX_CONCURRENCY: '3',
    TESSERA_DUCKDB_THREADS: '2',
    TESSERA_DUCKDB_MEMORY: '512MB',
    TESSERA_DUCKDB_TEMP: 'scratch',
    TESSERA_DUCKDB_TEMP_SIZE: '20 GB',
    TESSERA_RESULT_CACHE: '128 MiB',
    TESSERA_SHUTDOWN_GRACE: '500ms',
  }
  expect(config(environment)).toEqual({
    databaseUrl: 'postgres://analyst:secret@db.example/shop',
    databaseNamed: true,
    modelFolder: '/work-folder/models/shop',
    host: '0.0.0.0',
    port: 0,
    secret: 'sixteen letters!',
    tokens: [
      { name: 'power-bi', sha256: '62249369389075490555a758353aec61500c6218fa597252d52dc4bd0148f12d' },
      { name: 'token-2', sha256: '855521699a971faac9c0914f7869fb8c563811370472c3d91180b3bac4a1efc4' },
    ],
    logLevel: 'warn',
    maxLimit: 500,
    maxTableRows: 20_000,
    explore: false,
    documents: '/work-folder/persisted.json',
    trustedOnly: true,
    showSql: false,
    statementTimeoutMs: 120_000,
    maxConcurrency: 3,
    poolThreads: 4,
    duckdb: { threads: 2, memoryLimit: '512MB', tempFolder: '/work-folder/scratch', tempLimit: '20 GB' },
    resultCache: { maxBytes: 134_217_728 },
    shutdownGraceMs: 500,
  })
})

test('an empty variable is one that is not set', () => {
  expect(config({ PORT: '', TESSERA_TOKENS: ' ' })).toMatchObject({ port: 4000, tokens: [] })
})

test('a relative DuckDB file is relative to the working directory, one in memory stays there', () => {
  expect(config({ DATABASE_URL: 'duckdb:data/shop.duckdb' }).databaseUrl).toBe('duckdb:/work-folder/data/shop.duckdb')
  expect(config({ DATABASE_URL: 'duckdb::memory:' }).databaseUrl).toBe('duckdb::memory:')
})

test('the cache of answers has a size, or is off', () => {
  expect(config({ TESSERA_RESULT_CACHE: 'off' }).resultCache).toBe('off')
  expect(config({ TESSERA_RESULT_CACHE: '1GB' }).resultCache).toEqual({ maxBytes: 1_000_000_000 })
  for (const wrong of ['on', '64', '512KB', '0MB', '200GB', '-1MB'])
    expect(problems({ TESSERA_RESULT_CACHE: wrong })).toEqual([
      `\`TESSERA_RESULT_CACHE\` is \`${wrong}\`. Expected: a size such as \`64MB\` or \`1GB\`, from 1MB to 100GB, or \`off\`.`,
    ])
})

const tokensExpected =
  'Expected: entries separated by commas, each `<name>:sha256:<64 hexadecimal digits>` as `tessera token <name>` prints it, or a token of at least 16 printable ASCII characters without spaces and colons.'

test('all problems are reported at once, secrets never', () => {
  const environment = {
    PORT: '70000',
    HOST: 'localhost:4000',
    LOG_LEVEL: 'loud',
    TESSERA_TOKENS: 'short,another-token-of-16',
    TESSERA_TOKEN: 'another-token-of-16',
    TESSERA_SECRET: 'fifteen letters',
    TESSERA_MAX_LIMIT: '0',
    TESSERA_EXPLORE: 'yes',
    TESSERA_STATEMENT_TIMEOUT: '30',
    TESSERA_DUCKDB_MEMORY: 'plenty',
    TESSERA_DUCKDB_TEMP_SIZE: '90%',
    TESSERA_COLOUR: 'blue',
  }
  expect(problems(environment)).toEqual([
    '`TESSERA_TOKEN` is not a setting. Closest: `TESSERA_TOKENS`.',
    '`TESSERA_COLOUR` is not a setting.',
    '`HOST` is `localhost:4000`. Expected: a host name or an IP address, without a port.',
    `\`TESSERA_TOKENS\` is not valid: entry 1 is shorter than 16 characters. ${tokensExpected}`,
    '`TESSERA_DUCKDB_MEMORY` is `plenty`. Expected: a size such as `512MB` or `4GB`.',
    '`TESSERA_DUCKDB_TEMP_SIZE` is `90%`. Expected: a size such as `512MB` or `4GB`.',
    '`PORT` is `70000`. Expected: a whole number from 0 to 65535.',
    '`TESSERA_SECRET` is not valid. Expected: at least 16 characters.',
    '`LOG_LEVEL` is `loud`. Expected: one of fatal, error, warn, info, debug, trace, silent.',
    '`TESSERA_MAX_LIMIT` is `0`. Expected: a whole number from 1 to 1000000.',
    '`TESSERA_EXPLORE` is `yes`. Expected: `on` or `off`.',
    '`TESSERA_STATEMENT_TIMEOUT` is `30`. Expected: a duration such as `500ms`, `30s` or `2m`, at most 60m.',
  ])
})

const hash = (digit: string) => digit.repeat(64)

test.each([
  ['a-token-of-16-chars,', 'entry 2 is empty'],
  ['a token of 16 chars', 'entry 1 has a space, or a character that is not printable ASCII'],
  ['ein-schlüssel-zum-haus', 'entry 1 has a space, or a character that is not printable ASCII'],
  [`bi:${hash('a')}`, 'entry 1 has a colon, and is no `<name>:sha256:<hash>`'],
  [`bi:md5:${hash('a')}`, 'entry 1 has a colon, and is no `<name>:sha256:<hash>`'],
  [`sha256:${hash('a')}`, 'entry 1 has a colon, and is no `<name>:sha256:<hash>`'],
  [`bi:sha256:${hash('a')}0`, 'the hash of entry 1 is not 64 hexadecimal digits'],
  [`bi:sha256:${hash('g')}`, 'the hash of entry 1 is not 64 hexadecimal digits'],
  ['bi:sha256:', 'the hash of entry 1 is not 64 hexadecimal digits'],
  [`:sha256:${hash('a')}`, 'the name of entry 1 is not up to 64 letters, digits, `.`, `_` and `-`, beginning with a letter or a digit'],
  [`b i:sha256:${hash('a')}`, 'the name of entry 1 is not up to 64 letters, digits, `.`, `_` and `-`, beginning with a letter or a digit'],
  [`bi:sha256:${hash('a')},x,bi:sha256:${hash('b')}`, 'entry 2 is shorter than 16 characters; entries 1 and 3 have one name'],
  [`token-2:sha256:${hash('a')},a-token-of-16-chars`, 'entries 1 and 2 have one name'],
  [`bi:sha256:${hash('a')},crm:sha256:${hash('A')}`, 'entries 1 and 2 are one token'],
  [
    'another-token-of-16:sha256:01c0fcd52f9fc605a749468581f84d03440344d8e2f2e0674d43801e4173525e',
    'entry 1 has the token itself for a name',
  ],
  // The hash is that of the plain one.
  ['bi:sha256:01c0fcd52f9fc605a749468581f84d03440344d8e2f2e0674d43801e4173525e,another-token-of-16', 'entries 1 and 2 are one token'],
])('access tokens that cannot be meant are refused with the place: %s', (text, problem) => {
  expect(problems({ TESSERA_TOKENS: text })).toEqual([`\`TESSERA_TOKENS\` is not valid: ${problem}. ${tokensExpected}`])
})

test('of a token only the hash is kept', () => {
  const all = JSON.stringify(config({ TESSERA_TOKENS: 'first-token-of-16,second-token-of-16' }))
  expect(all).not.toMatch(/(first|second)-token/)
})

test('a bad port is refused', () => {
  expect(problems({ PORT: 'abc' })).toEqual(['`PORT` is `abc`. Expected: a whole number from 0 to 65535.'])
})

test.each(['0.0.0.0', '::', '192.168.1.5', 'analytics.example', '::ffff:0.0.0.0', '::ffff:10.0.0.7', '127.0.0.1.example', '127.1'])(
  'binding to %s without tokens is refused',
  (host) => {
    expect(problems({ HOST: host })).toEqual([
      `\`HOST\` is \`${host}\`, which other machines can reach, and there are no access tokens. Set \`TESSERA_TOKENS\` (\`tessera token <name>\` makes an entry), or bind to 127.0.0.1.`,
    ])
    expect(problems({ HOST: host, TESSERA_TOKENS: 'a-token-of-16-chars' })).toEqual([])
  },
)

test.each(['localhost', '127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1'])(
  'binding to %s needs no token',
  (host) => {
    expect(problems({ HOST: host })).toEqual([])
  },
)

test('without a secret of its own it is made of database and model: equal wherever these are, and it shows neither', () => {
  const secretOf = (environment: Environment) => config(environment).secret
  const shop = { DATABASE_URL: 'postgres://analyst:hunter2-hunter2@db.example/shop', TESSERA_MODEL: 'models/shop' }
  expect(secretOf({ ...shop, PORT: '5000', TESSERA_MODEL: '/elsewhere/shop' })).toBe(secretOf(shop))
  expect(secretOf({ ...shop, DATABASE_URL: 'postgres://analyst:hunter3-hunter3@db.example/shop' })).not.toBe(secretOf(shop))
  expect(secretOf({ ...shop, TESSERA_MODEL: 'models/crm' })).not.toBe(secretOf(shop))
  expect(secretOf(shop)).toMatch(/^[\w-]{43}$/)
})

test('docs/configuration.md holds the table of settings as the program reads them', () => {
  const file = join(packageRoot, 'docs/configuration.md')
  const text = readFileSync(file, 'utf8')
  // As for the documents that are generated whole, see docs.test.ts.
  if (process.env.UPDATE_DOCS === '1')
    writeFileSync(
      file,
      text.replace(/^\| variable \|.*\n(\|.*\n)+/m, () => `${settingsTable()}\n`),
    )
  expect(readFileSync(file, 'utf8')).toContain(settingsTable())
})
