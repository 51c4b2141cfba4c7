/** A condition that every row meets, whatever it holds, restricts nothing: it does not even ask for a row. `some: {}` does. */
import { describe, expect, test } from 'vitest'
import { shop } from '../slice/shop.ts'
import { onBothEngines } from '../support/story.ts'

describe('conditions that everything meets', () => {
  onBothEngines(shop, (ask) => {
    const customers = async (where: string) => {
      const slice = (await ask(`{ slice(by: {}, where: ${where}) { rows { customer { customers } } } }`)) as {
        rows: { customer: { customers: number } }[]
      }
      return slice.rows[0]?.customer.customers
    }

    // Of the four customers ann and cem complain.
    test('a condition that everything meets does not ask for a row', async () => {
      expect(await customers('{ complaint: {} }')).toBe(4)
      expect(await customers('{ complaint: { and: [] } }')).toBe(4)
      expect(await customers('{ complaint: { isOpen: { notIn: [] } } }')).toBe(4)
      expect(await customers('{ complaint: { not: { or: [] } } }')).toBe(4)
      expect(await customers('{ complaint: { or: [{ isOpen: { eq: true } }, {}] } }')).toBe(4)
      expect(await customers('{ complaint: { customer: { state: { notIn: [] } } } }')).toBe(4)
      expect(await customers('{ complaint: { customer: { purchases: { every: {} } } } }')).toBe(4)
      expect(await customers('{ and: [{ complaint: { and: [] } }, { complaint: { isOpen: { eq: false } } }] }')).toBe(1)
      expect(await customers('{ or: [{ complaint: { and: [] } }, { complaint: { isOpen: { eq: false } } }] }')).toBe(4)
      expect(await customers('{ complaint: { isOpen: { eq: false }, and: [{}] } }')).toBe(1)
      expect(await customers('{ customer: { complaints: { every: {} } } }')).toBe(4)
      expect(await customers('{ customer: { complaints: { none: { or: [] } } } }')).toBe(4)
    })

    test('some with nothing in it asks for a row, and none for no row', async () => {
      expect(await customers('{ customer: { complaints: { some: {} } } }')).toBe(2)
      expect(await customers('{ customer: { complaints: { some: { and: [] } } } }')).toBe(2)
      expect(await customers('{ customer: { complaints: { some: { isOpen: { notIn: [] } } } } }')).toBe(2)
      expect(await customers('{ customer: { complaints: { none: {} } } }')).toBe(2)
      expect(await customers('{ customer: { complaints: { every: { or: [] } } } }')).toBe(2)
      expect(await customers('{ purchase: { customer: { complaints: { some: {} } } } }')).toBe(2)
    })

    test('a condition that nothing meets is met by nothing, its opposite by everything', async () => {
      expect(await customers('{ complaint: { or: [] } }')).toBe(0)
      expect(await customers('{ complaint: { isOpen: { in: [] } } }')).toBe(0)
      expect(await customers('{ complaint: { not: {} } }')).toBe(0)
      expect(await customers('{ not: { complaint: { and: [] } } }')).toBe(0)
      expect(await customers('{ not: { complaint: { or: [] } } }')).toBe(4)
      expect(await customers('{ customer: { complaints: { some: { or: [] } } } }')).toBe(0)
    })

    test('nothing is read for it', async () => {
      const slice = (await ask('{ slice(by: {}, where: { complaint: { and: [] } }) { rows { customer { customers } } sql } }')) as {
        sql: string
      }
      expect(slice.sql).not.toContain('complaint')
    })
  })
})
