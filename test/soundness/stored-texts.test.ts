/**
 * Invariant: text that is stored as uuid, as an enum, as char(n) or as citext is text: every answer equals that over columns of type text, where order
 * and equality are by code point.
 */
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { checkColumns } from '../../src/semantic/run/check-columns.ts'
import { checkData } from '../../src/semantic/run/check-data.ts'
import { RowVersions } from '../../src/semantic/run/row-versions.ts'
import { type EngineName, engines, openTestDatabase, type TestTables } from '../support/databases.ts'
import { type Ask, askOf, catalogOf, storyNow } from '../support/story.ts'

const model = `
version: 1
model: stored
streams:
  - name: events
    table: events
    customer: customer
    columns: { id: event_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    freshness: { version: [max(customer_id), max(status), count(*)] }
    dimensions:
      - { name: customer_id, type: string }
      - { name: status, type: string }
      - { name: email, type: string }
      - { name: code, type: string }
      - { name: shouted, type: string, sql: "upper(status) || '!'" }
      - { name: known, type: string, sql: "coalesce(\${status}, 'none')" }
      - { name: mailbox, type: string, sql: "lower(\${email})" }
      - { name: is_open, type: boolean, sql: "status = 'open'" }
      - { name: is_lost, type: boolean, sql: "status = 'lost'" }
      - { name: between_codes, type: boolean, sql: "'b' between \${code} and \${status}" }
      - { name: letter, type: string, sql: "case when \${status} in ('open', 'lost') then status when email like 'A%' then email else left(\${customer_id}, 1) end" }
      - { name: bought, type: integer, measure: purchase.purchases }
      - { name: last_channel, type: string, measure: purchase.last_channel }
      - { name: first_buyer, type: boolean, sql: "\${customer_id} < 'a'" }
    measures:
      - { name: customers, type: count }
      - { name: statuses, type: count_distinct, sql: "\${status}" }
      - { name: emails, type: count_distinct, sql: "\${email}" }
      - { name: codes, type: count_distinct, sql: code }
      - { name: with_email, type: count, sql: "\${email}" }
      - { name: least_status, type: min, sql: "\${status}" }
      - { name: greatest_status, type: max, sql: "\${status}" }
      - { name: least_id, type: min, sql: "\${customer_id}" }
      - { name: greatest_id, type: max, sql: "\${customer_id}" }
      - { name: greatest_email, type: max, sql: "\${email}" }
      - { name: open_customers, type: count, where: "\${status} = 'open'" }
  - name: purchase
    table: purchase
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: string }
      - { name: customer_id, type: string }
      - { name: channel, type: string }
      - { name: amount, type: integer }
    measures:
      - { name: purchases, type: count }
      - { name: buyers, type: count_distinct, sql: "\${customer_id}" }
      - { name: amount_sum, type: sum, sql: "\${amount}" }
      - { name: last_channel, type: max, sql: "\${channel}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: note
    table: note
    primary_key: note_id
    dimensions:
      - { name: note_id, type: integer }
      - { name: about, type: string }
    measures:
      - { name: notes, type: count }
    relationships:
      - { type: N:1, field: about, target: { entity: customer, field: customer_id } }
  - name: letter
    table: letter
    primary_key: letter_id
    dimensions:
      - { name: letter_id, type: integer }
      - { name: email, type: string }
      - { name: code, type: string }
    measures:
      - { name: letters, type: count }
    relationships:
      - { type: N:1, field: email, target: { entity: customer, field: email }, verified: true }
  - name: selected
    sql: "select purchase_id, customer_id, channel from purchase where amount > 1"
    primary_key: purchase_id
    dimensions:
      - { name: purchase_id, type: string }
      - { name: customer_id, type: string }
      - { name: channel, type: string }
    measures:
      - { name: rows_selected, type: count }
      - { name: last_selected, type: max, sql: "\${channel}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id }, name: selected_by, inverse: selections }
  - name: visit
    extends: events
    activity: visit
    measures:
      - { name: visits, type: count }
      - { name: visitors, type: count_distinct, sql: "\${customer_id}" }
`

const ann = '0a000000-0000-4000-8000-000000000001'
const bob = '9b000000-0000-4000-8000-000000000002'
const cid = 'b0000000-0000-4000-8000-00000000000c'
const dan = 'fffffff0-0000-4000-8000-000000000004'
const nobody = '11111111-0000-4000-8000-000000000001'
const row = (number: number) => `e0000000-0000-4000-8000-00000000000${number}`

/** By position the labels are open, closed, Active; by code point Active, closed, open. */
const statuses = ['open', 'closed', 'Active']
const channels = ['web', 'Shop', 'phone']

const tables: TestTables = {
  customer: {
    columns: { customer_id: 'string', status: 'string', email: 'string', code: 'string' },
    rows: [
      [ann, 'open', 'Ann@x.org', 'ab'],
      [bob, 'closed', 'ann@x.org', 'abc'],
      [cid, 'Active', 'cid@x.org', null],
      [dan, null, null, 'ab'],
    ],
  },
  purchase: {
    columns: { purchase_id: 'string', customer_id: 'string', channel: 'string', amount: 'integer' },
    rows: [
      [row(1), ann, 'web', 1],
      [row(2), ann, 'Shop', 2],
      [row(3), bob, 'phone', 4],
      [row(4), cid, 'web', 8],
      [row(5), nobody, 'web', 16],
      [row(6), null, null, 32],
    ],
  },
  note: {
    columns: { note_id: 'integer', about: 'string' },
    // Two of them are no text of a uuid as databases write it.
    rows: [
      [1, ann],
      [2, ann],
      [3, bob],
      [4, bob.toUpperCase()],
      [5, cid.toUpperCase()],
      [6, 'nobody'],
      [7, null],
    ],
  },
  letter: {
    columns: { letter_id: 'integer', email: 'string', code: 'string' },
    rows: [
      [1, 'Ann@x.org', 'ab'],
      [2, 'ANN@x.org', 'abc'],
      [3, 'ann@x.org', 'x'],
      [4, 'ann@x.org', null],
    ],
  },
  events: {
    columns: { event_id: 'string', customer_id: 'string', activity: 'string', ts: 'timestamp' },
    rows: [
      [row(3), ann, 'visit', '2024-01-02 10:00:00'],
      [row(2), ann, 'visit', '2024-01-02 10:00:00'],
      [row(1), ann, 'call', '2024-01-01 10:00:00'],
      [row(4), bob, 'visit', '2024-01-03 10:00:00'],
    ],
  },
}

/** What the columns become; DuckDB has neither citext nor padded char. */
const types: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  customer: { customer_id: 'uuid', status: 'status', email: 'citext', code: 'char(4)' },
  purchase: { purchase_id: 'uuid', customer_id: 'uuid', channel: 'channel' },
  letter: { email: 'citext', code: 'char(6)' },
  events: { event_id: 'uuid', customer_id: 'uuid', activity: 'activity' },
}
const enums: Readonly<Record<string, readonly string[]>> = { status: statuses, channel: channels, activity: ['visit', 'call'] }

async function openTyped(engine: EngineName): Promise<Database> {
  const database = await openTestDatabase(engine, tables)
  const run = (text: string) => database.kysely.executeQuery(CompiledQuery.raw(text))
  if (engine === 'postgres') await run('create extension if not exists citext')
  for (const [name, labels] of Object.entries(enums)) {
    await run(`create type ${name} as enum (${labels.map((label) => `'${label}'`).join(', ')})`)
  }
  for (const [table, columns] of Object.entries(types)) {
    for (const [column, type] of Object.entries(columns)) {
      const known = engine === 'duckdb' && (type === 'citext' || type.startsWith('char')) ? 'text' : type
      await run(`alter table ${table} alter column ${column} type ${known} using cast(${column} as ${known})`)
    }
  }
  return database
}

async function asked(database: Database): Promise<Ask> {
  const catalog = await catalogOf(model)
  const checked = await checkColumns(catalog, (source) => database.describe(source))
  if (!checked.ok) throw new Error(JSON.stringify(checked.issues))
  return askOf(catalog, database, checked.value)
}

const customers = (where: string) =>
  `{ slice(by: { customer: [CUSTOMER_ID] }, where: { customer: ${where} }) { rows { customer { customerId } } totals { customer { customers } } } }`

const customerFilters = [
  `{ customerId: { eq: "${ann}" } }`,
  `{ customerId: { eq: "${cid.toUpperCase()}" } }`,
  `{ customerId: { eq: "{${ann}}" } }`,
  `{ customerId: { eq: "${ann.replaceAll('-', '')}" } }`,
  '{ customerId: { eq: "no uuid" } }',
  '{ customerId: { eq: "" } }',
  `{ customerId: { eq: "${ann}\\n" } }`,
  `{ customerId: { in: ["${ann}", "${bob.toUpperCase()}", "x", "${nobody}", "${dan}"] } }`,
  `{ customerId: { ne: "${ann}" } }`,
  '{ customerId: { ne: "x" } }',
  `{ customerId: { notIn: ["${ann}", "x", "${dan}"] } }`,
  `{ not: { customerId: { in: ["${ann}", "x"] } } }`,
  `{ customerId: { gt: "${bob}" } }`,
  '{ customerId: { lt: "a" } }',
  `{ customerId: { between: { from: "1", to: "${cid}" } } }`,
  '{ customerId: { contains: ["000C", "00A"] } }',
  '{ customerId: { startsWith: ["FF"] } }',
  '{ customerId: { isNull: false } }',
  '{ status: { eq: "open" } }',
  '{ status: { eq: "Open" } }',
  '{ status: { eq: "lost" } }',
  '{ status: { in: ["open", "lost", null] } }',
  '{ status: { notIn: ["open", "lost"] } }',
  '{ status: { notIn: ["open", null] } }',
  '{ status: { ne: "lost" } }',
  '{ status: { gt: "closed" } }',
  '{ status: { lte: "closed" } }',
  '{ status: { contains: ["O"] } }',
  '{ status: { isNull: true } }',
  '{ email: { eq: "ann@x.org" } }',
  '{ email: { eq: "ANN@X.ORG" } }',
  '{ email: { in: ["Ann@x.org", "CID@x.org"] } }',
  '{ email: { ne: "ann@x.org" } }',
  '{ email: { lt: "a" } }',
  '{ email: { startsWith: ["ANN"] } }',
  '{ code: { eq: "ab" } }',
  '{ code: { eq: "ab " } }',
  '{ code: { in: ["ab", "abc "] } }',
  '{ code: { ne: "ab" } }',
  '{ code: { gt: "ab" } }',
  '{ code: { endsWith: ["B"] } }',
  '{ isOpen: { eq: true } }',
  '{ isLost: { eq: true } }',
  '{ letter: { eq: "open" } }',
  '{ lastChannel: { eq: "web" } }',
  '{ bought: { gt: 0 } }',
  '{ purchases: { some: { channel: { eq: "web" } } } }',
  '{ purchases: { none: { channel: { eq: "web" } } } }',
  `{ purchases: { some: { purchaseId: { eq: "${row(3)}" } } } }`,
  '{ notes: { some: { about: { isNull: false } } } }',
  '{ letters: { some: { code: { in: ["x", "ab"] } } } }',
  '{ visits: { some: { ts: { gte: "2024-01-03" } } } }',
  '{ selections: { some: { channel: { eq: "Shop" } } } }',
]

const allMeasures = 'customers statuses emails codes withEmail leastStatus greatestStatus leastId greatestId greatestEmail openCustomers'

const questions = [
  ...customerFilters.map(customers),
  ...['CUSTOMER_ID', 'STATUS', 'EMAIL', 'CODE', 'SHOUTED', 'KNOWN', 'MAILBOX', 'LETTER', 'LAST_CHANNEL'].flatMap((dimension) => {
    const field = dimension.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
    return ['ASC', 'DESC'].map(
      (direction) =>
        `{ slice(by: { customer: [${dimension}] }, orderBy: [{ customer: { ${field}: ${direction} } }], limit: 3) { rows { customer { ${field} ${allMeasures} } } totals { customer { ${allMeasures} } } rowCount hasMore } }`,
    )
  }),
  '{ slice(by: { customer: [BETWEEN_CODES, IS_OPEN, IS_LOST, FIRST_BUYER] }) { rows { customer { betweenCodes isOpen isLost firstBuyer customers } } } }',
  // Joined, merged, and over to-many paths.
  '{ slice(by: { customer: [CUSTOMER_ID, STATUS] }) { rows { customer { customerId status customers } purchase { purchases amountSum lastChannel } note { notes } letter { letters } visit { visits } selected { rowsSelected } } totals { purchase { purchases buyers } note { notes } } rowCount } }',
  '{ slice(by: { customer: [STATUS, LETTER] }) { rows { customer { status letter } purchase { amountSum buyers } note { notes } } } }',
  '{ slice(by: { customer: [SHOUTED] }) { rows { customer { shouted } letter { letters } } } }',
  '{ slice(by: { purchase: [CHANNEL] }) { rows { purchase { channel purchases } customer { customers statuses greatestStatus } } totals { customer { customers } } } }',
  '{ slice(by: { purchase: [CUSTOMER_ID, PURCHASE_ID] }) { rows { purchase { customerId purchaseId purchases } } } }',
  '{ slice(by: { customer: [BOUGHT, LAST_CHANNEL] }) { rows { customer { bought lastChannel customers } } } }',
  '{ slice(by: { note: [ABOUT], customer: [STATUS] }) { rows { note { about notes } customer { status } } } }',
  '{ slice(by: { letter: [EMAIL], customer: [EMAIL] }) { rows { letter { email letters } customer { email } } } }',
  '{ slice(by: { selected: [CHANNEL, PURCHASE_ID] }) { rows { selected { channel purchaseId rowsSelected lastSelected } } } }',
  `{ slice(by: { customer: [STATUS] }, where: { selected: { customerId: { eq: "${ann}" } } }) { rows { customer { status } selected { rowsSelected lastSelected } } } }`,
  '{ slice(by: { visit: [EVENT_ID, OCCURRENCE, REPEATED_AT] }) { rows { visit { eventId occurrence repeatedAt visits } } } }',
  '{ slice(by: { customer: [STATUS], visit: [OCCURRENCE] }) { rows { customer { status } visit { occurrence visits visitors } } totals { visit { visits visitors } } } }',
  `{ slice(by: { customer: [CUSTOMER_ID] }, where: { visit: { customerId: { in: ["${ann}", "x"] } } }) { rows { customer { customerId } visit { visits } } } }`,
  '{ slice(by: { customer: [STATUS] }, having: { customer: { leastStatus: { gt: "a" } } }) { rows { customer { status leastStatus } } rowCount totals { customer { customers } } } }',
  '{ explore { rows { customer { status } purchase { channel buyers } } } }',
  '{ catalog { dimensionValues(of: { customer: STATUS }) { values { value count } hasMore } } }',
  '{ catalog { dimensionValues(of: { customer: CUSTOMER_ID }, search: "F0", first: 2) { values { value count } hasMore } } }',
  '{ catalog { dimensionValues(of: { customer: EMAIL }, search: "ANN") { values { value count } hasMore } } }',
  '{ catalog { dimensionValues(of: { purchase: CHANNEL }, first: 2) { values { value count } hasMore } } }',
]

describe.each(engines)('text stored as another type on %s', (engine) => {
  let opened: { readonly typed: Database; readonly plain: Database; readonly ask: Ask; readonly askPlain: Ask } | undefined
  const world = () => {
    if (opened === undefined) throw new Error('Not open yet')
    return opened
  }
  beforeAll(async () => {
    const [typed, plain] = [await openTyped(engine), await openTestDatabase(engine, tables)]
    opened = { typed, plain, ask: await asked(typed), askPlain: await asked(plain) }
  })
  afterAll(async () => {
    await opened?.typed.close()
    await opened?.plain.close()
  })

  test.each(questions)('answers as text does: %s', async (question) => {
    const { ask, askPlain } = world()
    expect(await ask.raw(question)).toEqual(await askPlain.raw(question))
    expect(await ask.errors(question)).toEqual([])
  })

  const idsOf = async (where: string) => {
    const { rows } = (await world().ask(customers(where))) as { rows: { customer: { customerId: string } }[] }
    return rows.map(({ customer }) => customer.customerId)
  }

  test('enums are ordered by code point, not by position', async () => {
    const { rows, totals } = (await world().ask(
      '{ slice(by: { customer: [STATUS] }) { rows { customer { status } } totals { customer { leastStatus greatestStatus statuses } } } }',
    )) as { rows: { customer: { status: string | null } }[]; totals: unknown }
    expect(rows.map(({ customer }) => customer.status)).toEqual(['Active', 'closed', 'open', null])
    expect(totals).toEqual({ customer: { leastStatus: 'Active', greatestStatus: 'open', statuses: 3 } })
  })

  test('uuids are found by their one spelling; anything else is the value of no row', async () => {
    expect(await idsOf('{}')).toEqual([ann, bob, cid, dan])
    expect(await idsOf(`{ customerId: { in: ["${ann}", "${bob.toUpperCase()}", "x"] } }`)).toEqual([ann])
    expect(await idsOf(`{ customerId: { eq: "${cid.toUpperCase()}" } }`)).toEqual([])
    expect(await idsOf('{ customerId: { ne: "x" } }')).toEqual([ann, bob, cid, dan])
  })

  test('a value that is no label matches nothing', async () => {
    expect(await idsOf('{ status: { in: ["lost", "open"] } }')).toEqual([ann])
    expect(await idsOf('{ status: { notIn: ["lost", "open"] } }')).toEqual([bob, cid, dan])
  })

  test('eq is exact where the database ignores case or spaces at the end', async () => {
    expect(await idsOf('{ email: { eq: "ann@x.org" } }')).toEqual([bob])
    expect(await idsOf('{ code: { eq: "ab" } }')).toEqual([ann, dan])
    expect(await idsOf('{ code: { eq: "ab " } }')).toEqual([])
    expect(await world().ask('{ slice(by: {}) { rows { customer { emails codes } } } }')).toEqual({
      rows: [{ customer: { emails: 3, codes: 2 } }],
    })
  })

  test('a reference finds the same text, whatever either end is stored as', async () => {
    const { rows } = (await world().ask(
      '{ slice(by: { customer: [CUSTOMER_ID] }) { rows { customer { customerId } purchase { amountSum } note { notes } letter { letters } } } }',
    )) as { rows: unknown }
    const of = (customerId: string | null, amountSum: number | null, notes: number, letters: number) => ({
      customer: { customerId },
      purchase: { amountSum },
      note: { notes },
      letter: { letters },
    })
    expect(rows).toEqual([of(ann, 3, 2, 1), of(bob, 4, 1, 2), of(cid, 8, 0, 0), of(null, 48, 4, 1)])
  })

  test('the rows are checked as texts', async () => {
    const found = async (database: Database) => {
      const catalog = await catalogOf(model)
      const checked = await checkColumns(catalog, (source) => database.describe(source))
      if (!checked.ok) throw new Error(JSON.stringify(checked.issues))
      const { kysely, engine: dialect } = database
      return checkData(catalog, { kysely, dialect, stored: checked.value, asOf: storyNow })
    }
    const findings = await found(world().typed)
    expect(findings).toEqual(await found(world().plain))
    expect(findings.map(({ issue }) => issue.code)).toContain('ORPHAN_ROWS')
  })

  // The last one: it changes a row.
  test('a version of rows may read such columns', async () => {
    const catalog = await catalogOf(model)
    const database = world().typed
    const checked = await checkColumns(catalog, (source) => database.describe(source))
    if (!checked.ok) throw new Error(JSON.stringify(checked.issues))
    const { kysely, engine: dialect } = database
    const versions = new RowVersions({ catalog, kysely, dialect, stored: checked.value, now: () => 0 })
    const watched = versions.of(['customer'])
    if (watched === undefined) throw new Error('Nothing to look at')
    const first = await versions.current(watched)
    expect(await versions.current(watched)).toEqual(first)
    await kysely.executeQuery(CompiledQuery.raw("update customer set status = 'closed' where status = 'open'"))
    expect(await versions.current(watched)).not.toEqual(first)
  })
})
