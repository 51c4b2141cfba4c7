/** Text on both engines: order by code point, case without a locale, patterns. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Database } from '../../../src/database/database.ts'
import { dialectOf } from '../../../src/semantic/dialect/index.ts'
import { engines, openTestDatabase } from '../../support/databases.ts'
import { columnOf, oneValue } from './run.ts'

const words = ['b', 'B', 'a', 'Z', 'é', 'e', '', 'ä', 'ß', '😀', '\u{ffff}', 'a b', 'a-b', 'aa', '10', '9']

describe.each(engines)('on %s', (engine) => {
  const dialect = dialectOf(engine)
  let database: Database
  beforeAll(async () => {
    database = await openTestDatabase(engine, { words: { columns: { word: 'string' }, rows: words.map((word) => [word]) } })
  })
  afterAll(() => database.close())

  const isLike = (text: string, pattern: string) =>
    oneValue(database, dialect.likeIgnoringCase(sql`cast(${text} as text)`, sql`${pattern}`), 'boolean')

  test('text is ordered by code point, not by code unit and not by a language', async () => {
    const byCodePoint = [...words].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
    const ordered = sql`select word as value from words order by ${dialect.textOrder(sql.ref('word'))}`
    expect(await columnOf(database, ordered, 'string')).toEqual(byCodePoint)
    const greatest = sql`select max(${dialect.textOrder(sql.ref('word'))}) as value from words`
    expect(await columnOf(database, greatest, 'string')).toEqual(['😀'])
  })

  test.each([
    ['Müller', 'MÜLLER', true],
    ['ÇELIK', 'çel%', true],
    ['Élodie', '%LODIE', true],
    ['Élodie', 'elodie', false],
    ['İstanbul', 'istanbul', true],
    ['ΟΔΟΣ', '%σ', true],
    ['straße', 'STRAẞE', true],
    ['straße', 'STRASSE', false],
    ['Ёлка', 'ёлка', true],
    ['100%', '100\\%', true],
    ['1000', '100\\%', false],
    ['a_b', 'A\\_B', true],
    ['axb', 'A\\_B', false],
    ['a\\b', 'A\\\\B', true],
    ["O'Hara", "o'h%", true],
    ['line\nbreak', 'LINE%BREAK', true],
  ])('%s is like %s, ignoring case: %s', async (text, pattern, isMatch) => {
    expect(await isLike(text, pattern)).toBe(isMatch)
  })

  test('null is like nothing', async () => {
    expect(await oneValue(database, dialect.likeIgnoringCase(dialect.nullOf('string'), sql`${'%'}`), 'boolean')).toBeNull()
  })

  test('lower and upper case know the letters of Latin, Greek and Cyrillic', async () => {
    const text = sql`cast(${'Ça ÉTÉ Straße Ω Ж İ Ñ Ø Ł'} as text)`
    expect(await oneValue(database, dialect.lower(text), 'string')).toBe('ça été straße ω ж i ñ ø ł')
    expect(await oneValue(database, dialect.upper(text), 'string')).toBe('ÇA ÉTÉ STRASSE Ω Ж İ Ñ Ø Ł')
  })

  test.each([
    ['^a', 'abc', false, true],
    ['^b', 'abc', false, false],
    ['B', 'abc', false, false],
    ['B', 'abc', true, true],
    ['É$', 'café', true, true],
    ['a.c', 'a\nc', false, true],
  ])('the pattern %s is found in %s (ignoring case: %s): %s', async (pattern, text, ignoreCase, isMatch) => {
    const matches = dialect.matches(sql`cast(${text} as text)`, sql.lit(pattern), { ignoreCase })
    expect(await oneValue(database, matches, 'boolean')).toBe(isMatch)
  })
})
