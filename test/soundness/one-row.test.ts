/** Conditions of one object along one path are about one row: the group's where one of them is about an entity of the grain, else any one row. */
import { describe, expect, test } from 'vitest'
import { onBothEngines } from '../support/story.ts'

const model = `
version: 1
model: cellar
time_zone: UTC
entities:
  - name: customer
    table: customer
    primary_key: name
    dimensions: [{ name: name, type: string }]
    measures: [{ name: customers, type: count }]
  - name: sale
    table: sale
    primary_key: sale_id
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_name, type: string }
      - { name: product_id, type: integer }
      - { name: bottles, type: integer }
    relationships:
      - { type: N:1, field: customer_name, target: { entity: customer, field: name } }
      - { type: N:1, field: product_id, target: { entity: product, field: product_id } }
  - name: product
    table: product
    primary_key: product_id
    dimensions:
      - { name: product_id, type: integer }
      - { name: color, type: string }
      - { name: category_id, type: integer }
    relationships: [{ type: N:1, field: category_id, target: { entity: category, field: category_id } }]
  - name: category
    table: category
    primary_key: category_id
    dimensions:
      - { name: category_id, type: integer }
      - { name: title, type: string }
  - name: review
    table: review
    primary_key: review_id
    dimensions:
      - { name: review_id, type: integer }
      - { name: product_id, type: integer }
      - { name: stars, type: integer }
      - { name: is_verified, type: boolean }
    relationships: [{ type: N:1, field: product_id, target: { entity: product, field: product_id } }]
`

const tables = {
  customer: { columns: { name: 'string' }, rows: [['ann'], ['bob'], ['cem'], ['dot']] },
  sale: {
    columns: { sale_id: 'integer', customer_name: 'string', product_id: 'integer', bottles: 'integer' },
    rows: [
      // ann: a pale beer and a red wine.
      [1, 'ann', 2, 6],
      [2, 'ann', 3, 1],
      // bob: a red beer and a white wine.
      [3, 'bob', 1, 1],
      [4, 'bob', 4, 6],
      // dot: what nobody knows. cem: nothing.
      [5, 'dot', 9, 6],
    ],
  },
  product: {
    columns: { product_id: 'integer', color: 'string', category_id: 'integer' },
    rows: [
      [1, 'red', 1],
      [2, 'pale', 1],
      [3, 'red', 2],
      [4, 'white', 2],
    ],
  },
  category: {
    columns: { category_id: 'integer', title: 'string' },
    rows: [
      [1, 'Beer'],
      [2, 'Wine'],
    ],
  },
  review: {
    columns: { review_id: 'integer', product_id: 'integer', stars: 'integer', is_verified: 'boolean' },
    rows: [
      // The pale beer: five stars that are not verified, and one that is.
      [1, 2, 5, false],
      [2, 2, 1, true],
      [3, 1, 1, false],
      [4, 4, 5, true],
    ],
  },
} as const

describe('conditions along one path', () => {
  onBothEngines({ model, tables }, (ask) => {
    interface Answer {
      readonly rows: readonly { readonly category: { readonly title: string | null }; readonly customer: { readonly customers: number } }[]
      readonly totals: { readonly customer: { readonly customers: number } }
    }
    /** Customers of each group, and of all. */
    const byCategory = async (where: string) => {
      const { rows, totals } = (await ask(
        `{ slice(by: { category: [TITLE] }, where: ${where}) { rows { category { title } customer { customers } } totals { customer { customers } } } }`,
      )) as Answer
      const groups = rows.map(({ category, customer }) => [category.title ?? 'none', customer.customers])
      return { ...Object.fromEntries(groups), all: totals.customer.customers }
    }
    const customers = async (where: string) => {
      const slice = (await ask(`{ slice(by: {}, where: ${where}) { rows { customer { customers } } } }`)) as Answer
      return slice.rows[0]?.customer.customers
    }
    const red = 'product: { color: { eq: "red" } }'
    const beer = 'category: { title: { eq: "Beer" } }'

    test('customers by category, without conditions', async () => {
      expect(await byCategory('{}')).toEqual({ Beer: 2, Wine: 2, none: 2, all: 4 })
    })

    test('one object about the group and about what lies on the way to it: the same row', async () => {
      expect(await byCategory(`{ ${beer} }`)).toEqual({ Beer: 2, all: 2 })
      // ann has a beer and something red, and no red beer.
      expect(await byCategory(`{ ${red}, ${beer} }`)).toEqual({ Beer: 1, all: 1 })
      expect(await byCategory(`{ sale: { bottles: { eq: 6 } }, ${beer} }`)).toEqual({ Beer: 1, all: 1 })
      expect(await byCategory(`{ sale: { bottles: { eq: 6 } }, ${red}, ${beer} }`)).toEqual({ all: 0 })
    })

    test('separate objects may be met by separate rows', async () => {
      expect(await byCategory(`{ and: [{ ${red} }, { ${beer} }] }`)).toEqual({ Beer: 2, all: 2 })
      expect(await byCategory(`{ ${beer}, and: [{ ${red} }] }`)).toEqual({ Beer: 2, all: 2 })
    })

    test('alone in its object an entity on the way asks for any row, whatever the group', async () => {
      expect(await byCategory(`{ ${red} }`)).toEqual({ Beer: 2, Wine: 2, all: 2 })
      expect(await byCategory('{ sale: { bottles: { eq: 6 } } }')).toEqual({ Beer: 2, Wine: 2, none: 1, all: 3 })
    })

    test('a condition on the group that everything meets binds nothing', async () => {
      expect(await byCategory(`{ category: { and: [] }, ${red} }`)).toEqual({ Beer: 2, Wine: 2, all: 2 })
      expect(await byCategory(`{ category: { title: { notIn: [] } }, ${red} }`)).toEqual({ Beer: 2, Wine: 2, all: 2 })
    })

    test('not is the complement for the same row', async () => {
      expect(await byCategory(`{ not: { ${red}, ${beer} } }`)).toEqual({ Beer: 1, Wine: 2, none: 2, all: 4 })
      expect(await byCategory(`{ not: { ${red} } }`)).toEqual({ none: 2, all: 2 })
    })

    test('or chooses between objects, each with a row of its own', async () => {
      // A red beer, or (any group of whoever has) something white.
      expect(await byCategory(`{ or: [{ ${red}, ${beer} }, { product: { color: { eq: "white" } } }] }`)).toEqual({
        Beer: 1,
        Wine: 1,
        all: 1,
      })
      expect(
        await byCategory(`{ or: [{ ${red}, ${beer} }, { product: { color: { eq: "white" } }, category: { title: { eq: "Wine" } } }] }`),
      ).toEqual({ Beer: 1, Wine: 1, all: 1 })
      expect(await byCategory(`{ or: [{ ${red}, ${beer} }, { ${red}, category: { title: { eq: "Wine" } } }] }`)).toEqual({
        Beer: 1,
        Wine: 1,
        all: 2,
      })
    })

    test('where the group has no row, neither has what lies on the way: it has no value', async () => {
      // Nothing that cem or dot bought is known, so that nothing of it is red.
      expect(await byCategory('{ category: { title: { isNull: true } }, product: { color: { ne: "red" } } }')).toEqual({ none: 2, all: 2 })
      expect(await byCategory(`{ category: { title: { isNull: true } }, ${red} }`)).toEqual({ all: 0 })
      // dot's sale is there, and leads nowhere.
      expect(await byCategory('{ category: { title: { isNull: true } }, sale: { bottles: { eq: 6 } } }')).toEqual({ none: 1, all: 1 })
    })

    test('what many rows lead to beyond the row of the group: one of them, and together one', async () => {
      // The beers with five stars: the pale one. bob has five stars for his wine.
      expect(await byCategory(`{ ${beer}, review: { stars: { eq: 5 } } }`)).toEqual({ Beer: 1, all: 1 })
      expect(await byCategory(`{ and: [{ ${beer} }, { review: { stars: { eq: 5 } } }] }`)).toEqual({ Beer: 2, all: 2 })
      expect(await byCategory(`{ ${beer}, ${red}, review: { stars: { eq: 5 } } }`)).toEqual({ all: 0 })
      expect(await byCategory(`{ ${beer}, review: { stars: { eq: 5 }, isVerified: { eq: true } } }`)).toEqual({ all: 0 })
      expect(await byCategory(`{ not: { ${beer}, review: { stars: { eq: 5 } } } }`)).toEqual({ Beer: 1, Wine: 2, none: 2, all: 4 })
    })

    test('without the grain they are about any one row together', async () => {
      expect(await customers(`{ ${red}, ${beer} }`)).toBe(1)
      expect(await customers(`{ and: [{ ${red} }, { ${beer} }] }`)).toBe(2)
      expect(await customers(`{ ${beer}, review: { stars: { eq: 5 } } }`)).toBe(1)
      expect(await customers(`{ not: { ${red}, ${beer} } }`)).toBe(3)
    })
  })
})
