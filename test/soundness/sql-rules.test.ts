/**
 * Invariant: the SQL we write keeps to what every engine runs alike, PostgreSQL on many machines included, and holds no value of a question.
 * Held on parsed statements: of all cases, of the shipped model's saved queries, and of questions on the shop, over time and about groupings that take every road;
 * and of all these answered in parts.
 */
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Catalog } from '../../src/semantic/catalog/catalog.ts'
import { type Explanation, loadModel } from '../../src/semantic/engine.ts'
import { shop } from '../slice/shop.ts'
import { questionsIn } from '../support/asked-questions.ts'
import { cases } from '../support/case.ts'
import { type EngineName, engines } from '../support/databases.ts'
import { groupingQuestions } from '../support/grouping-questions.ts'
import { overTimeQuestions } from '../support/over-time-questions.ts'
import { statementsInParts } from '../support/parts-alone.ts'
import { type Asked, statementsOf } from '../support/recorded.ts'
import { canaries, canaryQuestion, decimalQuestion, type ShopQuestion, shopQuestions } from '../support/shop-questions.ts'
import * as rules from '../support/sql-rules.ts'
import { fromOf, parseStatement, type Statement } from '../support/statement.ts'
import { catalogOf } from '../support/story.ts'

const shopCatalog = await catalogOf(shop.model)

type CatalogQuestion = ShopQuestion & { readonly catalog: Catalog }

const questions: readonly CatalogQuestion[] = [
  ...shopQuestions.map((question) => ({ ...question, catalog: shopCatalog })),
  ...(await Promise.all(
    [...overTimeQuestions, ...groupingQuestions].map(async ({ story, ...question }) => ({
      ...question,
      catalog: await catalogOf(story.model),
    })),
  )),
]

interface Named {
  readonly name: string
  readonly statement: Statement
  /** Whether its rows are told apart by what they hold, so that they may come in any order: several answers in one, moves. */
  readonly isUnordered: boolean
  /** Whether its rows are those of a table, one by one: its grain does not stand in the statement (test/property/pages.test.ts holds their order). */
  readonly isList: boolean
}

async function everyStatement(engine: EngineName): Promise<readonly Named[]> {
  const shipped = await loadModel('semantic-models/customer-360')
  if (!shipped.ok) throw new Error('The shipped model does not load')
  const folder = 'semantic-models/customer-360/queries'
  const asked: readonly (Asked & { readonly name: string; readonly catalog: Catalog })[] = [
    ...(await Promise.all(cases.map(async ({ name, query, model }) => ({ name: `case ${name}`, query, catalog: await catalogOf(model) })))),
    ...readdirSync(folder).map((name) => ({ name, query: readFileSync(path.join(folder, name), 'utf8'), catalog: shipped.value })),
    ...questions.map(({ name, query, variables, catalog }) => ({ name, query, variables, catalog })),
    { name: 'every kind of value', ...canaryQuestion, catalog: shopCatalog },
  ]
  const explained = await Promise.all(
    asked.map(async ({ name, catalog, ...question }) => ({ name, statements: await statementsOf(catalog, engine, question) })),
  )
  const inParts = await Promise.all(
    asked.map(async ({ name, catalog, query, variables }) => ({
      name: `parts of ${name}`,
      statements: statementsInParts(catalog, engine, await questionsIn(catalog, query, variables)),
    })),
  )
  return [...explained, ...inParts].flatMap(({ name, statements }) =>
    statements.map(({ sql, plan }) => {
      const statement = parseStatement(sql)
      return { name, statement, isUnordered: plan === '', isList: isList(statement) }
    }),
  )
}

function isList({ final: { fromClause, groupClause }, ctes }: Statement): boolean {
  const [first] = fromOf(fromClause)
  // Where there is none, rows are those of a SELECT of the model.
  return (first === undefined || !ctes.has(first.table)) && groupClause === undefined
}

const held: readonly (readonly [title: string, rule: rules.Rule])[] = [
  ['no GROUPING SETS, ROLLUP or CUBE', rules.noGroupingSets],
  ['joins are LEFT or CROSS, never FULL', rules.noFullJoin],
  ['no INTERSECT, EXCEPT or UNION that removes duplicates', rules.onlyUnionAll],
  ['no LATERAL', rules.noLateral],
  ['sub-selects are EXISTS, or IN of a bare column, never NOT IN', rules.onlyExists],
  ['no clock of the database', rules.noClock],
  ['a LIMIT stands below an ORDER BY of the whole grain, nulls last', rules.limitsAreOrdered],
  ['a page is read in its order', rules.pagesAreReadInOrder],
  ['tables are joined on bare columns that are equal', rules.joinsCompareColumns],
  ['an EXISTS over a table compares bare columns for equality', rules.correlationsCompareColumns],
  ['groups are by position', rules.groupsByPosition],
  ['a NULL of its own has a type', rules.nullsHaveTypes],
  ['no *', rules.noStar],
  ['every identifier is quoted', rules.identifiersAreQuoted],
  ['every CTE is read', rules.everyCteIsRead],
  ['every column of a CTE is read', rules.everyColumnIsRead],
]

describe.each(engines)('the SQL for %s', async (engine) => {
  const statements = await everyStatement(engine)

  const violationsOf = (rule: rules.Rule) =>
    statements
      .filter(({ isUnordered }) => !isUnordered || rule !== rules.pagesAreReadInOrder)
      .filter(({ isList }) => !isList || rule !== rules.limitsAreOrdered)
      .flatMap(({ name, statement }) => rule(statement).map((violation) => `${name}: ${violation}`))

  test.each(held)('%s', (_, rule) => {
    expect(violationsOf(rule)).toEqual([])
  })

  test('every value of a question is a parameter', async () => {
    const [statement] = await statementsOf(shopCatalog, engine, canaryQuestion)
    const parameters = JSON.stringify(statement?.parameters)
    const values = Object.values(canaries).flat().map(String)
    // Times are parameters in UTC, text patterns between wildcards, the limit with one row more.
    const bound = [...values.filter((value) => !/T03|^4177$|_like$/.test(value)), '2019-08-17T03:04:05.000000Z', '4178', 'canary\\\\_like%']
    expect(bound.filter((value) => !parameters.includes(value))).toEqual([])
    expect([...values, ...bound].filter((value) => statement?.sql.includes(value))).toEqual([])
  })

  test.each(questions)('the same question is the same text: $name', async ({ query, variables, catalog }) => {
    const twice = await Promise.all([1, 2].map(() => statementsOf(catalog, engine, { query, variables })))
    expect(twice[0]).toEqual(twice[1])
  })

  test.each(questions)('other values are the same text with other parameters: $name', (question) => expectOneText(question, engine))

  // On DuckDB a decimal has a size; there are few of them.
  test('other decimals are the same text', () => expectOneText({ ...decimalQuestion, catalog: shopCatalog }, engine))
})

async function expectOneText({ query, variables, others, catalog }: CatalogQuestion, engine: EngineName): Promise<void> {
  const before = await statementsOf(catalog, engine, { query, variables })
  const after = await statementsOf(catalog, engine, { query, variables: others })
  expect(after.map(parametersOf)).not.toEqual(before.map(parametersOf))
  expect(after.map(textOf)).toEqual(before.map(textOf))
}

function textOf({ sql }: Explanation): string {
  return sql
}

function parametersOf({ parameters }: Explanation): readonly unknown[] {
  return parameters
}
