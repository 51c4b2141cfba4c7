/**
 * Random populations and random rules: scores are those of their definitions (definition.ts), on both engines, and the same whatever a question
 * filters, groups by, pages, or from where it looks.
 *
 * TESSERA_PROPERTY_CASES says how many answers are compared, TESSERA_PROPERTY_SEED repeats a run.
 */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { engines, openTestDatabase } from '../support/databases.ts'
import { type Ask, askOf, catalogOf } from '../support/story.ts'
import { dateOf, groupOf, modelOf, scoreNames, scoresAt, tablesOf, type World, worlds } from './random-world.ts'

const answersPerWorld = 24
const cases = Number(process.env.TESSERA_PROPERTY_CASES ?? 500)
const seed = Number(process.env.TESSERA_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31))

/** Later than every row; and a day before which about half of them lie. */
const dates = [230, 110]

test(
  `scores of random rules are those of their definitions (TESSERA_PROPERTY_SEED=${seed})`,
  () => fc.assert(fc.asyncProperty(worlds, holdsIn), { seed, numRuns: Math.ceil(cases / answersPerWorld) }),
  60_000 + cases * 500,
)

async function holdsIn(world: World): Promise<void> {
  const catalog = await catalogOf(modelOf(world))
  for (const engine of engines) {
    const database = await openTestDatabase(engine, tablesOf(world))
    try {
      const ask = askOf(catalog, database)
      for (const day of dates) {
        await scoresAreDefined(ask, world, day)
        await questionsDoNotMatter(ask, world, day)
        await groupsAddUp(ask, world, day)
      }
    } finally {
      await database.close()
    }
  }
}

type Scores = readonly (number | null)[]
type Row = Readonly<Record<string, Readonly<Record<string, unknown>>>>

async function scoresAreDefined(ask: Ask, world: World, day: number): Promise<void> {
  expect(await scoresOf(ask, world, day, '')).toEqual(new Map(scoresAt(world, day)))
}

async function questionsDoNotMatter(ask: Ask, world: World, day: number): Promise<void> {
  const all = scoresAt(world, day)
  const some = await scoresOf(ask, world, day, 'where: { customer: { state: { eq: "NY" } } }')
  const inState = new Set(world.customers.filter(({ state }) => state === 'NY').map(({ id }) => id))
  expect(some).toEqual(new Map([...all].filter(([id]) => inState.has(id))))
  const page = await scoresOf(ask, world, day, 'limit: 3, offset: 2')
  expect(page).toEqual(new Map([...all].slice(2, 5)))
  // From purchases: a customer who is not there yet, or not at all, has no score.
  const names = scoreNames(world)
  const { rows } = (await ask(
    `{ slice(by: { purchase: [PURCHASE_ID], customer: [${names.join(', ').toUpperCase()}] }, asOf: "${dateOf(day)}") {
         rows { purchase { purchaseId } customer { ${names.join(' ')} } } } }`,
  )) as { readonly rows: readonly Row[] }
  expect(new Map(rows.map((row) => [row.purchase?.purchaseId, names.map((name) => row.customer?.[name])]))).toEqual(
    new Map(
      world.purchases
        .filter((purchase) => purchase.day <= day)
        .map((purchase): readonly [number, Scores] => [purchase.id, all.get(purchase.customer) ?? names.map(() => null)]),
    ),
  )
}

async function groupsAddUp(ask: Ask, world: World, day: number): Promise<void> {
  const scores = [...scoresAt(world, day).values()]
  const counts = ['FIRST', 'SECOND', 'REST'].map((name) => ({ name, count: scores.filter((row) => groupOf(row) === name).length }))
  const { groups } = (await ask(`{ customerSegmentation(name: SORTED, asOf: "${dateOf(day)}") { groups { name count } } }`)) as {
    readonly groups: readonly { readonly name: string; readonly count: number }[]
  }
  expect(groups).toEqual(counts)
  const slice = await ask(
    `{ slice(by: { customer: [SORTED] }, of: [CUSTOMER], asOf: "${dateOf(day)}") { rows { customer { sorted customers } } totals { customer { customers } } } }`,
  )
  expect(slice).toEqual({
    rows: counts
      .filter(({ count }) => count > 0)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, count }) => ({ customer: { sorted: name, customers: count } })),
    totals: { customer: { customers: scores.length } },
  })
}

async function scoresOf(ask: Ask, world: World, day: number, more: string): Promise<ReadonlyMap<unknown, readonly unknown[]>> {
  const names = scoreNames(world)
  const { rows } = (await ask(
    `{ slice(by: { customer: [CUSTOMER_ID, ${names.join(', ').toUpperCase()}] }, asOf: "${dateOf(day)}" ${more}) {
         rows { customer { customerId ${names.join(' ')} } } } }`,
  )) as { readonly rows: readonly Row[] }
  return new Map(rows.map(({ customer }) => [customer?.customerId, names.map((name) => customer?.[name])]))
}
