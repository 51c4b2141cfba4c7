/**
 * The temporal relations of the Activity Schema as dbt-aql computes them: 16 relations, each asked of all rows of the primary activity, of the first,
 * of the last and of the first counted off; and two questions with conditions.
 */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { toFieldName } from '../../../src/semantic/catalog/names.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { askOf, catalogOf } from '../../support/story.ts'
import { answerTo, inOneSpelling } from '../question.ts'
import { readCases, sayCasesAreAbsent } from '../suite.ts'
import { readAql } from './aql.ts'
import { answered, asked, modelOf } from './model.ts'

const suite = 'activity-schema-aql'

interface Case {
  readonly id: string
  readonly aql: string
  readonly primary?: { readonly occurrence: readonly string[] }
  readonly expected: { readonly csv: string }
}

/** Cells without quotes, and JSON with its quotes doubled; nothing is null. */
function rowsOf(file: string): readonly (readonly (string | null)[])[] {
  const text = readFileSync(path.resolve('../shared/cases', suite, file), 'utf8').trim()
  return text
    .split(/\r?\n/)
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? (plain || null),
      ),
    )
}

const content = readCases<{ readonly cases: readonly Case[] }>(suite)

if (content === undefined) sayCasesAreAbsent(suite)
else
  describe.each(engines)(`${suite} on %s`, (engine) => {
    let database: Database
    beforeAll(async () => {
      const [, ...stream] = rowsOf('stream.csv')
      const columns = {
        activity_id: 'integer',
        ts: 'timestamp',
        entity_uuid: 'integer',
        activity: 'string',
        feature_json: 'string',
      } as const
      database = await openTestDatabase(engine, { stream: { columns, rows: stream.map((row) => row.slice(0, 5)) } })
    })
    afterAll(() => database.close())

    test.each(content.cases)('$id', async ({ aql, primary, expected: { csv } }) => {
      const blocks = readAql(aql)
      const occurrences = primary?.occurrence ?? [blocks[0]?.occurrence ?? 'all']
      const ask = askOf(await catalogOf(modelOf(blocks, occurrences)), database)
      const activity = toFieldName(blocks[0]?.activity ?? '')
      const [names = [], ...theirs] = rowsOf(csv)
      const by = names.map((name) => `${activity}.${toFieldName(answered(name ?? ''))}`)
      for (const occurrence of occurrences) {
        const where = [`{ ${activity}: { ${toFieldName(asked(occurrence))}: { eq: true } } }`]
        const { ours, theirs: expected } = inOneSpelling(await answerTo({ by, measures: [], where, orderBy: [] }, ask), theirs, by, false)
        expect(ours, occurrence).toEqual(expected)
      }
    })
  })
