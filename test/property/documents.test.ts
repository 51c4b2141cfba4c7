/**
 * Random documents: rows, connections, timelines and slices nested in each other. What a page answers for each of its rows, batched over all of them,
 * is what `node(id)` answers for that row alone; and both engines answer the same.
 *
 * TESSERA_PROPERTY_SEED repeats a run.
 */
import { expect, test } from 'vitest'
import { Random } from '../../src/sample/random.ts'
import { crm } from '../graph/crm.ts'
import { type EngineName, engines, openTestDatabase } from '../support/databases.ts'
import { askOf, catalogOf } from '../support/story.ts'

const seed = Number(process.env.TESSERA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))
const documents = 12

const roots = { Customer: 'customers', Region: 'regions', Purchase: 'purchases', Ticket: 'tickets' } as const
type Type = keyof typeof roots
const types = Object.keys(roots) as Type[]

const fields: Readonly<Record<Type, readonly string[]>> = {
  Customer: ['customerId', 'name', 'revenue', 'orders', 'valueScore', 'big', 'size', 'id'],
  Region: ['regionId', 'name', 'id'],
  Purchase: ['purchaseId', 'placedAt', 'amount', 'category', 'occurredAt', 'id'],
  Ticket: ['house', 'number', 'openedOn', 'status', 'occurredAt', 'id'],
}

const slices = [
  'slice(by: {}) { rows { purchase { revenue } ticket { countTickets } } }',
  'slice(by: { time: [MONTH] }, fill: true) { rows { time { month } purchase { revenue share } } totals { purchase { revenue } } }',
  'slice(by: { purchase: [CATEGORY] }, orderBy: [{ purchase: { revenue: DESC } }], limit: 1) { rows { purchase { category revenue } } hasMore rowCount }',
  'slice(by: { customer: [NAME] }, where: { purchase: { category: { eq: "Beer" } } }) { rows { customer { name } purchase { countOrders } } }',
]

const pages = ['', '(first: 1)', '(last: 1)', '(first: 0)']
const purchasePages = [...pages, '(orderBy: [{ amount: DESC }], first: 2)', '(where: { category: { eq: "Beer" } })']

class Documents {
  readonly #random = new Random(seed)
  #aliases = 0

  root(): { readonly type: Type; readonly below: string; readonly args: string } {
    const args = this.#random.pick(['', '(asOf: "2024-02-29")', '(asOf: "2024-03-10", timeZone: "America/New_York")'])
    const type = this.#random.pick(types)
    return { type, args, below: this.#below(type, this.#random.between(1, 3)) }
  }

  #below(type: Type, depth: number): string {
    const plain = Array.from({ length: this.#random.between(1, 3) }, () => this.#random.pick(fields[type]))
    const nested = depth === 0 ? [] : Array.from({ length: this.#random.between(1, 3) }, () => this.#nested(type, depth - 1))
    return [...new Set(plain), ...nested].join(' ')
  }

  #nested(type: Type, depth: number): string {
    this.#aliases += 1
    const fieldsOfType: Readonly<Record<Type, readonly (() => string)[]>> = {
      Customer: [
        () => `region { ${this.#below('Region', depth)} }`,
        () => `purchases${this.#random.pick(purchasePages)} { ${this.#page('Purchase', depth)} }`,
        () => `tickets${this.#random.pick(pages)} { ${this.#page('Ticket', depth)} }`,
        () => this.#timeline(depth),
        () => this.#random.pick(slices),
      ],
      Region: [() => `customers${this.#random.pick(pages)} { ${this.#page('Customer', depth)} }`, () => this.#random.pick(slices)],
      Purchase: [() => `customer { ${this.#below('Customer', depth)} }`],
      Ticket: [() => `customer { ${this.#below('Customer', depth)} }`],
    }
    return `field${this.#aliases}: ${this.#random.pick(fieldsOfType[type])()}`
  }

  #page(type: Type, depth: number): string {
    return this.#random.happens(2)
      ? `totalCount nodes { ${this.#below(type, depth)} }`
      : `edges { cursor node { ${this.#below(type, depth)} } } pageInfo { hasNextPage hasPreviousPage endCursor }`
  }

  /** Under one response name two types have pages of their own. */
  #timeline(depth: number): string {
    const kinds = (['Purchase', 'Ticket'] as const).map((type, index) => {
      const page = `page: purchases(first: ${index + 1}) { nodes { purchaseId } }`
      return `... on ${type} { ${this.#below(type, 0)} of: customer { ${page} ${this.#below('Customer', depth)} } }`
    })
    return `timeline(first: ${this.#random.between(0, 3)}) { totalCount nodes { __typename ${kinds.join(' ')} } pageInfo { endCursor } }`
  }
}

async function answersOn(engine: EngineName): Promise<readonly string[]> {
  const database = await openTestDatabase(engine, crm.tables)
  try {
    const ask = askOf(await catalogOf(crm.model), database)
    const random = new Documents()
    const answers: string[] = []
    for (let index = 0; index < documents; index += 1) {
      const { type, below, args } = random.root()
      const text = `{ ${roots[type]}${args} { nodes { ofRow: id ${below} } } }`
      const { nodes } = (await ask(text)) as { nodes: readonly { ofRow: string }[] }
      answers.push(`${text}\n${JSON.stringify(nodes)}`)
      for (const row of nodes) {
        const alone = await ask(`query One($id: ID!) { node(id: $id) { ... on ${type} { ofRow: id ${below} } } }`, { id: row.ofRow })
        expect(row, `on ${engine}, TESSERA_PROPERTY_SEED=${seed}: ${text}`).toEqual(alone)
      }
    }
    return answers
  } finally {
    await database.close()
  }
}

test(`${documents} random documents answer each row of a page as the row alone (TESSERA_PROPERTY_SEED=${seed})`, async () => {
  const [duckdb, postgres] = [await answersOn(engines[0]), await answersOn(engines[1])]
  expect(duckdb).toEqual(postgres)
}, 120_000)
