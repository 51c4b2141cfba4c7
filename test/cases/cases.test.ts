/** Every case answers on both engines as its rows.json and its hand-written check.sql say, by the plan and the SQL that stand beside them. */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { graphql } from 'graphql'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../src/database/database.ts'
import { operatorAccess } from '../../src/resolvers/access.ts'
import { buildSchema } from '../../src/schema/build-schema.ts'
import { createEngine, type Explanation } from '../../src/semantic/engine.ts'
import { answerText, type Case, cases, casesFolder, expectGolden, filesOfCase, isUpdating, planText, sqlText } from '../support/case.ts'
import { engines, openTestDatabase } from '../support/databases.ts'
import { explaining } from '../support/recorded.ts'
import { askOf, catalogOf, storyNow } from '../support/story.ts'
import { testSeal } from '../support/test-seal.ts'

type Group = Readonly<Record<string, Readonly<Record<string, unknown>>>>
interface Answered {
  readonly slice: { readonly rows: readonly Group[]; readonly totals?: Group }
  readonly explained: readonly Explanation[]
}

describe.each(engines)('%s', (engine) => {
  describe.each(cases)('$name', (story) => {
    let database: Database
    let answered: Answered
    beforeAll(async () => {
      database = await openTestDatabase(engine, story.tables)
      answered = await answerOf(story, database)
    })
    afterAll(() => database.close())

    test('answers rows.json', () => {
      expectGolden(story.name, 'rows.json', answerText(answered.slice))
    })

    test('by the plan and the SQL of the case', () => {
      expectGolden(story.name, 'plan.txt', planText(answered.explained))
      expectGolden(story.name, `${engine}.sql`, sqlText(answered.explained))
    })

    test('as SQL written by hand does', async () => {
      const { rows, totals } = answered.slice
      const ask = askOf(await catalogOf(story.model), database)
      expect(story.checks.map(({ of }) => of)).toEqual(totals === undefined ? ['rows'] : ['rows', 'totals'])
      for (const { of, sql } of story.checks) {
        const ours = of === 'rows' ? rows : [totals ?? {}]
        expect(ours.map(flat)).toEqual((await ask.sql(sql)).map(spelled))
      }
    })
  })
})

test('every case has every view and nothing else, and names its date', () => {
  // A file that is missing is about to be written while updating.
  if (!isUpdating) expect(cases.map(({ name }) => readdirSync(path.join(casesFolder, name)).sort())).toEqual(cases.map(() => filesOfCase))
  expect(cases.filter(({ query }) => !/\basOf: "\d{4}-\d\d-\d\d"/.test(query)).map(({ name }) => name)).toEqual([])
})

async function answerOf({ model, query }: Case, database: Database): Promise<Answered> {
  const catalog = await catalogOf(model)
  const engine = explaining(createEngine({ catalog, kysely: database.kysely, dialect: database.engine }))
  const contextValue = { engine, now: storyNow, requestId: 'case', access: operatorAccess, seal: testSeal }
  const result = await graphql({ schema: buildSchema(catalog), source: query, contextValue })
  if (result.errors !== undefined) throw new Error(result.errors.map(({ message }) => message).join('\n'))
  // Null-prototype objects of graphql-js compare like plain ones once they are JSON.
  return { slice: sliceIn(JSON.parse(JSON.stringify(result.data))), explained: engine.explained }
}

interface Data {
  readonly slice?: Answered['slice']
  readonly customers?: { readonly nodes: readonly { readonly slice: Answered['slice'] }[] }
}

/** The slice, or those of a page of customers, one below the other. */
function sliceIn({ slice, customers }: Data): Answered['slice'] {
  return slice ?? { rows: (customers?.nodes ?? []).flatMap((customer) => customer.slice.rows) }
}

/** By response path, as check.sql names its columns. */
function flat(row: Group): Readonly<Record<string, unknown>> {
  return spelled(
    Object.fromEntries(
      Object.entries(row).flatMap(([group, members]) => Object.entries(members).map(([member, value]) => [`${group}.${member}`, value])),
    ),
  )
}

function spelled(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, spell(value)]))
}

/** Drivers write counts as text or number, decimals with or without closing zeros, and times with a blank. */
function spell(value: unknown): unknown {
  if (typeof value === 'boolean' || value === null) return value
  const text = String(value)
  if (/^-?\d+\.\d+$/.test(text)) return text.replace(/\.?0+$/, '')
  return text.replace(/^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(\.0+)?(Z|\+00(:00)?)?$/, '$1 $2')
}
