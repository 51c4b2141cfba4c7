/** Invariant: text is compared and ordered by code point, whatever the locale of a database; only `contains` and its like ignore case. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: texts
entities:
  - name: word
    table: word
    primary_key: word_id
    dimensions:
      - { name: word_id, type: integer }
      - { name: word, type: string }
    measures:
      - { name: words, type: count }
      - { name: different, type: count_distinct, sql: "\${word}" }
      - { name: first_word, type: min, sql: "\${word}" }
      - { name: last_word, type: max, sql: "\${word}" }
`

/** In the order of their code points; a locale would put Zoe after ann, and é beside e. The last two are in the opposite order as UTF-16. */
const words = ['10', '9', 'Ann', 'Zoe', 'ann', 'ann ', 'e\u0301', 'zoe', 'Österreich', '\u00e9', '\uff5e', '\u{1f600}']

describe('text', () => {
  onBothEngines(
    {
      model,
      tables: {
        word: {
          columns: { word_id: 'integer', word: 'string' },
          rows: words.map((word, index) => [index + 1, word] as const).toReversed(),
        },
      },
    },
    (ask) => {
      const found = async (where: string) => {
        const { rows } = (await ask(`{ slice(by: { word: [WORD] }, where: { word: { word: ${where} } }) { rows { word { word } } } }`)) as {
          rows: { word: { word: string } }[]
        }
        return rows.map(({ word }) => word.word)
      }

      test('order is by code point: digits, capitals, small letters, then everything else', async () => {
        const { rows, totals } = (await ask(
          '{ slice(by: { word: [WORD] }) { rows { word { word words } } totals { word { different firstWord lastWord } } } }',
        )) as { rows: { word: { word: string; words: number } }[]; totals: unknown }
        expect(rows.map(({ word }) => word.word)).toEqual(words)
        expect(totals).toEqual({ word: { different: words.length, firstWord: '10', lastWord: '\u{1f600}' } })
      })

      test('text that looks alike is not the same: case, spaces at the end, composed and decomposed letters are groups apart', async () => {
        const { rows } = (await ask('{ slice(by: { word: [WORD] }) { rows { word { word words } } rowCount } }')) as {
          rows: { word: { words: number } }[]
        }
        expect(rows.map(({ word }) => word.words)).toEqual(words.map(() => 1))
      })

      test('gt and its like compare by code point as well', async () => {
        expect(await found('{ lt: "Zoe" }')).toEqual(['10', '9', 'Ann'])
        expect(await found('{ gt: "zoe" }')).toEqual(words.slice(8))
        expect(await found('{ between: { from: "Zoe", to: "ann" } }')).toEqual(['Zoe', 'ann'])
      })

      test('eq and in are exact; contains, startsWith and endsWith ignore case', async () => {
        expect(await found('{ eq: "ann" }')).toEqual(['ann'])
        expect(await found('{ in: ["ANN", "Zoe"] }')).toEqual(['Zoe'])
        expect(await found('{ contains: ["NN"] }')).toEqual(['Ann', 'ann', 'ann '])
        expect(await found('{ startsWith: ["z"] }')).toEqual(['Zoe', 'zoe'])
        expect(await found('{ startsWith: ["öSTER"] }')).toEqual(['Österreich'])
        expect(await found('{ endsWith: ["N"] }')).toEqual(['Ann', 'ann'])
        expect(await found('{ contains: ["_"] }')).toEqual([])
      })
    },
  )
})
