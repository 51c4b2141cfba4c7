/** A slice of a customer is the slice of everything by the customer's key: its own windows, buckets, shares and ranks, on a page and by itself. */
import fc from 'fast-check'
import { expectRowSlices, type RowSlices } from '../../support/row-slices.ts'
import type { Asked } from '../groups.ts'
import type { Property } from '../hold.ts'
import { questionsOf, questionText } from '../question.ts'
import { worlds } from '../world.ts'

interface AskedOfCustomers extends Asked {
  /** As in GraphQL. */
  readonly page: string
}

const pages = ['limit: 10000', 'limit: 10000', 'limit: 2', 'limit: 2, offset: 1', 'limit: 0', 'offset: 400'] as const

export const ofCustomers: Property<AskedOfCustomers> = {
  title: 'a slice of a row is the slice by its key',
  given: worlds.chain((world) =>
    fc
      .record({
        question: questionsOf(world),
        having: fc.option(fc.integer({ min: -2, max: 3 }), { freq: 1 }),
        page: fc.constantFrom(...pages),
      })
      .map(({ question, having, page }) => {
        const measure = question.measures.find((name) => name.startsWith('sale'))
        return { world, page, question: { ...question, ...(having !== null && measure && { having: { measure, above: having } }) } }
      }),
  ),
  check: async (given, ask) => {
    await expectRowSlices(ask, rowSlices(given))
  },
}

function rowSlices({ world, question, page }: AskedOfCustomers): RowSlices {
  const scope = `asOf: "${world.asOf}", timeZone: "${world.timeZone}"`
  const paged = (text: string) =>
    text
      .slice(1, -1)
      .replace('limit: 10000', page)
      .replace(/hasMore \}\s*$/, 'hasMore rowCount }')
  const { having: _, ...everything } = question
  return {
    one: 'customer',
    page: 'customers',
    key: ['customerId'],
    scope,
    slice: paged(questionText(world, question)).replace(`${scope}, `, ''),
    isOpen: question.fill || (question.others.length === 0 && question.clock.length === 0),
    root: ({ where, isByKey, hasHaving }) => {
      const text = paged(questionText(world, hasHaving ? question : everything))
      const about = `and: [{ customer: ${where} }]`
      const asked = text.includes('where: { ')
        ? text.replace('where: { ', `where: { ${about}, `)
        : text.replace('by: ', `where: { ${about} }, by: `)
      if (!isByKey) return asked
      return asked.includes('customer: [STATE]')
        ? asked.replace('customer: [STATE]', 'customer: [CUSTOMER_ID, STATE]')
        : asked.replace(/by: \{\s*/, 'by: { customer: [CUSTOMER_ID], ')
    },
  }
}
