/** Power Query: what `Tessera[Table]` asks of a live server, and the table it makes of the answers. */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { evaluate } from '../m/evaluate.ts'
import { library } from '../m/library.ts'
import { webContents } from '../m/web-contents.ts'
import { openShop, type Shop, token } from '../shop.ts'

const document = readFileSync('connectors/power-query/Tessera.pq', 'utf8')
let shop: Shop
beforeAll(async () => {
  shop = await openShop()
})
afterAll(() => shop.close())
test('x', async () => {
  const requests: never[] = []
  const value = await evaluate(
    `let Tessera = ${document.replace('https://tessera.example.com', shop.url)} in Tessera[Table]("query ($limit: Int, $offset: Int) { slice(by: { reading: [READING_ID] } limit: $limit offset: $offset asOf: ""2024-06-01"") { rows { reading { readingId total } } hasMore asOf columns { path type } } }", null, [Token = "${token}", PageSize = 10])`,
    library(webContents('anonymous', requests)),
  )
  console.log(
    JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v)),
    requests.length,
  )
  expect(1).toBe(1)
})
