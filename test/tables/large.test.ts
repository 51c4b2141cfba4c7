/** Tables of millions of rows from a process that could not hold one of them; slow clients, and clients that go away. */
import { type ClientRequest, type IncomingMessage, request } from 'node:http'
import { createGunzip } from 'node:zlib'
import { RecordBatchReader } from 'apache-arrow'
import { describe, expect, test, vi } from 'vitest'
import { engines } from '../support/databases.ts'
import { get } from './http.ts'
import { withSmallProcess } from './small-process.ts'

const model = `version: 1
model: many
entities:
  - name: row
    sql: select n as row_id, 'text ' || (n % 1000) as label, cast(n / 100.0 as numeric(18, 2)) as price from generate_series(1, 1200000) as s(n)
    trusted: true
    primary_key: row_id
    dimensions:
      - { name: row_id, type: integer }
      - { name: label, type: string }
      - { name: price, type: decimal }
    measures:
      - { name: rows_found, type: count }
  - name: few
    sql: select n as few_id from generate_series(1, 3) as s(n)
    trusted: true
    primary_key: few_id
    plural: fews
    dimensions:
      - { name: few_id, type: integer }
`
const queries = {
  few: '{ fews { nodes { fewId } } }',
  rows: 'query ($upTo: Int!) { slice(by: { row: [ROW_ID, LABEL, PRICE] }, where: { row: { rowId: { lte: $upTo } } }) { rows { row { rowId label price } } } }',
}
const environment = { TESSERA_MAX_CONCURRENCY: '4', TESSERA_MAX_TABLE_ROWS: '1000000', TESSERA_RESULT_CACHE: '16MB' }
const million = 1_000_000
/** Much more than is held back, and than a network takes that nobody reads from. */
const many = 300_000
const patience = { timeout: 25_000, interval: 20 }

interface Open {
  readonly asked: ClientRequest
  readonly response: IncomingMessage
}

/** An answer whose body nobody reads yet. */
function open(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Open> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.on('error', () => {})
      resolve({ asked, response })
    })
    asked.on('error', reject)
    asked.end()
  })
}

/** A client that will not wait for the answer. */
function send(url: string): ClientRequest {
  const asked = request(url)
  asked.on('error', () => {})
  asked.end()
  return asked
}

/** Of lines that hold a number each, how many there are and what they come to. */
async function numbersIn(body: AsyncIterable<Buffer>, numberOf: RegExp) {
  let rest = ''
  let [count, sum, last] = [0, 0, 0]
  for await (const chunk of body) {
    const lines = (rest + chunk.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [, digits] = numberOf.exec(line) ?? []
      if (digits === undefined) continue
      // In their order, each once.
      if (Number(digits) !== last + 1) throw new Error(`${digits} after ${last}`)
      last = Number(digits)
      count += 1
      sum += last
    }
  }
  return { count, sum }
}

function sumUpTo(count: number) {
  return { count, sum: (count * (count + 1)) / 2 }
}

describe.each(engines)('%s', (engine) => {
  const small = withSmallProcess(engine, { model, queries, environment })
  const rows = (ending: string, upTo = million) => `${small().url}/q/rows.${ending}?upTo=${upTo}`

  test('a million rows as CSV', { timeout: 60_000 }, async () => {
    const { response } = await open(rows('csv'))
    expect(await numbersIn(response, /^(\d+),text \d+,\d+\.\d+\r$/)).toEqual(sumUpTo(million))
    expect(response.complete).toBe(true)
  })

  test('many rows as NDJSON, compressed, and as Arrow', { timeout: 60_000 }, async () => {
    const lines = await open(rows('ndjson', many), { 'accept-encoding': 'gzip' })
    expect(lines.response.headers['content-encoding']).toBe('gzip')
    const line = /^\{"row.rowId":(\d+),"row.label":"text \d+","row.price":"\d+\.\d+"\}$/
    expect(await numbersIn(lines.response.pipe(createGunzip()), line)).toEqual(sumUpTo(many))
    const { response } = await open(rows('arrow', many))
    let [count, sum] = [0, 0]
    for await (const batch of await RecordBatchReader.from(response)) {
      count += batch.numRows
      for (const id of batch.getChild('row.rowId')?.toArray() ?? []) sum += Number(id)
    }
    expect({ count, sum }).toEqual(sumUpTo(many))
  })

  // On PostgreSQL with fewer rows, in refusals.test.ts.
  test.runIf(engine === 'duckdb')(
    'more rows than the million that is allowed are never taken for a table',
    { timeout: 60_000 },
    async () => {
      const { response } = await open(rows('csv', 1.2 * million))
      await expect(numbersIn(response, /^(\d+),/)).rejects.toThrow('aborted')
      expect(response.complete).toBe(false)
    },
  )

  test('a client that reads slowly takes no memory, and holds up nobody else', { timeout: 60_000 }, async () => {
    const slow = await open(rows('ndjson', many))
    const same = await open(rows('ndjson', many))
    // Tables have half of the turns: this one waits for one of the others.
    const third = open(rows('ndjson', many))
    const before = small().memory()
    for (let n = 0; n < 50; n += 1) expect(await few()).toBe('fewId\r\n1\r\n2\r\n3\r\n')
    expect(small().memory() - before).toBeLessThan(50)
    // Equal questions: each client has its own pace.
    expect(await numbersIn(same.response, /:(\d+),/)).toEqual(sumUpTo(many))
    expect(await numbersIn((await third).response, /:(\d+),/)).toEqual(sumUpTo(many))
    // All of it is still to be had.
    expect(await numbersIn(slow.response, /:(\d+),/)).toEqual(sumUpTo(many))
  })

  test('clients that go away stop their statements, whatever they asked for', { timeout: 60_000 }, async () => {
    for (const ending of ['csv', 'ndjson', 'arrow']) {
      const { asked } = await open(rows(ending, many))
      asked.destroy()
    }
    const gone = Array.from({ length: 17 }, (_, n) => send(rows('csv', many + n)))
    const answer = few()
    for (const asked of gone) asked.destroy()
    expect(await answer).toContain('fewId')
    if (engine === 'postgres') await vi.waitFor(async () => expect(await small().statements()).toBe(0), patience)
  })

  test('a client that goes away while its file is being made leaves none', { timeout: 60_000 }, async () => {
    const files = () =>
      small()
        .written()
        .filter((name) => name.startsWith('tessera-parquet-'))
    const gone = [send(rows('parquet', many)), send(rows('parquet', many + 1))]
    await vi.waitFor(() => expect(files()).toHaveLength(2), patience)
    for (const asked of gone) asked.destroy()
    await vi.waitFor(() => expect(files()).toEqual([]), patience)
    expect(await few()).toContain('fewId')
    if (engine === 'postgres') await vi.waitFor(async () => expect(await small().statements()).toBe(0), patience)
  })

  async function few(): Promise<string> {
    const { body } = await get(`${small().url}/q/few.csv`)
    return String(body)
  }
})
