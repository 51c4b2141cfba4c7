/** Invariant: a null is a value like any other to people: conditions know it, groups keep it, order puts it last. Empty text is not null. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: values
entities:
  - name: item
    table: item
    primary_key: item_id
    dimensions:
      - { name: item_id, type: integer }
      - { name: label, type: string }
      - { name: price, type: decimal }
      - { name: sold_on, type: date }
      - { name: is_new, type: boolean }
    measures:
      - { name: items, type: count }
      - { name: labelled, type: count, sql: "\${label}" }
      - { name: labels, type: count_distinct, sql: "\${label}" }
      - { name: first_label, type: min, sql: "\${label}" }
      - { name: turnover, type: sum, sql: "\${price}" }
`

describe('null values', () => {
  onBothEngines(
    {
      model,
      tables: {
        item: {
          columns: { item_id: 'integer', label: 'string', price: 'decimal', sold_on: 'date', is_new: 'boolean' },
          rows: [
            [1, 'a', '1.00', '2024-01-01', true],
            [2, 'b', null, '2024-01-02', false],
            [3, '', '3.00', null, null],
            [4, null, '0.00', '2024-01-04', true],
            [5, null, null, null, null],
          ],
        },
      },
    },
    (ask) => {
      const ids = async (where: string) => {
        const { rows } = (await ask(`{ slice(by: { item: [ITEM_ID] }, where: { item: ${where} }) { rows { item { itemId } } } }`)) as {
          rows: { item: { itemId: number } }[]
        }
        return rows.map(({ item }) => item.itemId)
      }

      test('notIn and ne keep nulls, unless null is in the list', async () => {
        expect(await ids('{ label: { notIn: ["a"] } }')).toEqual([2, 3, 4, 5])
        expect(await ids('{ label: { ne: "a" } }')).toEqual([2, 3, 4, 5])
        expect(await ids('{ label: { notIn: ["a", null] } }')).toEqual([2, 3])
        expect(await ids('{ price: { notIn: ["1.00", null] } }')).toEqual([3, 4])
        expect(await ids('{ soldOn: { notIn: ["2024-01-01", null] } }')).toEqual([2, 4])
        expect(await ids('{ isNew: { ne: true } }')).toEqual([2, 3, 5])
      })

      test('in finds nulls only where null is in the list; an empty list finds nothing, its opposite everything', async () => {
        expect(await ids('{ label: { in: ["a", "b"] } }')).toEqual([1, 2])
        expect(await ids('{ label: { in: ["a", null] } }')).toEqual([1, 4, 5])
        expect(await ids('{ label: { in: [null] } }')).toEqual([4, 5])
        expect(await ids('{ label: { in: [] } }')).toEqual([])
        expect(await ids('{ label: { notIn: [] } }')).toEqual([1, 2, 3, 4, 5])
      })

      test('a comparison never finds nulls; its negation always does', async () => {
        expect(await ids('{ price: { gte: "0" } }')).toEqual([1, 3, 4])
        expect(await ids('{ not: { price: { gte: "0" } } }')).toEqual([2, 5])
        expect(await ids('{ not: { price: { gt: "1" } } }')).toEqual([1, 2, 4, 5])
        expect(await ids('{ not: { soldOn: { lt: "2024-01-02" } } }')).toEqual([2, 3, 4, 5])
        expect(await ids('{ not: { label: { contains: ["a"] } } }')).toEqual([2, 3, 4, 5])
      })

      test('empty text is a value: its own group, found by eq, counted, the first in order, and not null', async () => {
        expect(await ids('{ label: { eq: "" } }')).toEqual([3])
        expect(await ids('{ label: { ne: "" } }')).toEqual([1, 2, 4, 5])
        expect(await ids('{ label: { isNull: true } }')).toEqual([4, 5])
        expect(await ids('{ label: { contains: [""] } }')).toEqual([1, 2, 3])
        expect(
          await ask(
            '{ slice(by: { item: [LABEL] }) { rows { item { label items } } totals { item { items labelled labels firstLabel } } } }',
          ),
        ).toEqual({
          rows: [
            { item: { label: '', items: 1 } },
            { item: { label: 'a', items: 1 } },
            { item: { label: 'b', items: 1 } },
            { item: { label: null, items: 2 } },
          ],
          totals: { item: { items: 5, labelled: 3, labels: 3, firstLabel: '' } },
        })
      })

      test('nulls come last, ascending and descending, in dimensions and in measures', async () => {
        const order = async (by: string) => {
          const { rows } = (await ask(
            `{ slice(by: { item: [ITEM_ID, LABEL] }, orderBy: [${by}]) { rows { item { itemId turnover } } } }`,
          )) as {
            rows: { item: { itemId: number } }[]
          }
          return rows.map(({ item }) => item.itemId)
        }
        expect(await order('{ item: { label: ASC } }')).toEqual([3, 1, 2, 4, 5])
        expect(await order('{ item: { label: DESC } }')).toEqual([2, 1, 3, 4, 5])
        expect(await order('{ item: { turnover: ASC } }')).toEqual([4, 1, 3, 2, 5])
        expect(await order('{ item: { turnover: DESC } }')).toEqual([3, 1, 4, 2, 5])
      })

      test('a condition on groups never finds a null measure; its negation does', async () => {
        const groups = async (having: string) => {
          const { rows } = (await ask(`{ slice(by: { item: [ITEM_ID] }, having: ${having}) { rows { item { itemId } } } }`)) as {
            rows: { item: { itemId: number } }[]
          }
          return rows.map(({ item }) => item.itemId)
        }
        expect(await groups('{ item: { turnover: { gte: "0" } } }')).toEqual([1, 3, 4])
        expect(await groups('{ not: { item: { turnover: { gte: "0" } } } }')).toEqual([2, 5])
        expect(await groups('{ item: { turnover: { isNull: true } } }')).toEqual([2, 5])
      })
    },
  )
})
