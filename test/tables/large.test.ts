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
    sql: select n as row_id, 'text ' || (n % 1000) as label, cast(n / 100.0 as numeric(18, 2)) as price from generate_series(1, 12000000) as s(n)
    trusted: true
    primary_key: row_id
    dimensions:
      - { name: row_id, type: integer }
      - { name: label, type: string }
      - { name: price, type: decimal }
    measures:
      - { name: rows_found, type: count }
`
const queries = {
  rows: 'query ($upTo: Int!) { slice(by: { row: [ROW_ID, LABEL, PRICE] }, where: { row: { rowId: { lte: $upTo } } }) { rows { row { rowId label price } } } }',
}
const environment = { TESSERA_MAX_CONCURRENCY: '2', TESSERA_MAX_TABLE_ROWS: '1000000', TESSERA_RESULT_CACHE: '16MB' }
const million = 1_000_000
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

const whole = { count: million, sum: (million * (million + 1)) / 2 }

describe.each(engines)('%s', (engine) => {
  const small = withSmallProcess(engine, { model, queries, environment })
  const rows = (ending: string, upTo = million) => `${small().url}/q/rows.${ending}?upTo=${upTo}`

  describe('a million rows', { timeout: 60_000 }, () => {
    test('as CSV', async () => {
      const { response } = await open(rows('csv'))
      expect(await numbersIn(response, /^(\d+),text \d+,\d+\.\d+\r$/)).toEqual(whole)
      expect(response.complete).toBe(true)
    })
    test('as NDJSON, compressed', async () => {
      const { response } = await open(rows('ndjson'), { 'accept-encoding': 'gzip' })
      expect(response.headers['content-encoding']).toBe('gzip')
      expect(
        await numbersIn(response.pipe(createGunzip()), /^\{"row.rowId":(\d+),"row.label":"text \d+","row.price":"\d+\.\d+"\}$/),
      ).toEqual(whole)
    })
    test('as Arrow', async () => {
      const { response } = await open(rows('arrow'))
      let [count, sum] = [0, 0]
      for await (const batch of await RecordBatchReader.from(response)) {
        count += batch.numRows
        for (const id of batch.getChild('row.rowId')?.toArray() ?? []) sum += Number(id)
      }
      expect({ count, sum }).toEqual(whole)
    })
  })

  test('ten million rows where a million are allowed are never taken for a table', { timeout: 60_000 }, async () => {
    const { response } = await open(rows('csv', 10 * million))
    await expect(numbersIn(response, /^(\d+),/)).rejects.toThrow('aborted')
    expect(response.complete).toBe(false)
  })

  test('a client that reads slowly takes no memory, and holds up nobody else', { timeout: 60_000 }, async () => {
    const { asked, response } = await open(rows('csv'))
    await answered(response)
    const before = small().memory()
    for (let n = 1; n <= 100; n += 1) {
      const { body } = await get(rows('csv', n))
      expect(String(body).split('\r\n')).toHaveLength(n + 2)
    }
    expect(small().memory() - before).toBeLessThan(64)
    expect(await numbersIn(response, /^(\d+),/)).toMatchObject({ count: expect.any(Number) })
    expect(response.complete).toBe(true)
    asked.destroy()
  })

  test('a client that asks what a slow one asks does not wait for it', { timeout: 60_000 }, async () => {
    const slow = await open(rows('csv', 400_000))
    const quick = await open(rows('csv', 400_000))
    const read = numbersIn(quick.response, /^(\d+),/)
    const first = await Promise.race([read, new Promise((resolve) => setTimeout(resolve, 20_000, 'still waiting'))])
    slow.asked.destroy()
    quick.asked.destroy()
    expect(first).toMatchObject({ count: 400_000 })
  })

  test('a client that goes away stops its statement, whatever it asked for', { timeout: 60_000 }, async () => {
    for (const ending of ['csv', 'ndjson', 'arrow']) {
      for (let n = 0; n < 7; n += 1) {
        const { asked } = await open(rows(ending))
        asked.destroy()
      }
    }
    expect(String((await get(rows('csv', 1))).body)).toContain('1,text 1,')
    if (engine === 'postgres') await vi.waitFor(async () => expect(await small().statements()).toBe(0), patience)
  })

  test('a client that goes away while its file is being made leaves none', { timeout: 60_000 }, async () => {
    const gone = await Promise.all(
      Array.from({ length: 2 }, async () => {
        const asked = request(rows('parquet'))
        asked.on('error', () => {})
        asked.end()
        return asked
      }),
    )
    const files = () =>
      small()
        .written()
        .filter((name) => name.startsWith('tessera-parquet-'))
    await vi.waitFor(() => expect(files()).toHaveLength(2), patience)
    for (const asked of gone) asked.destroy()
    await vi.waitFor(() => expect(files()).toEqual([]), patience)
    expect(String((await get(rows('csv', 1))).body)).toContain('1,text 1,')
    if (engine === 'postgres') await vi.waitFor(async () => expect(await small().statements()).toBe(0), patience)
  })
})

/** Resolves when the first of it has come. */
function answered(response: IncomingMessage): Promise<void> {
  return new Promise((resolve) => response.once('readable', resolve))
}
