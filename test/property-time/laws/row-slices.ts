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
  /** What of the grain its subtotals have. */
  readonly coarser: 'nothing' | 'clock' | 'others'
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
        coarser: fc.constantFrom('nothing' as const, 'clock' as const, 'others' as const),
      })
      .map(({ question, having, ...rest }) => {
        const measure = question.measures.find((name) => name.startsWith('sale'))
        return { world, ...rest, question: { ...question, ...(having !== null && measure && { having: { measure, above: having } }) } }
      })
      // A span after the question shows nothing, and a window that ends with the question is there all the same.
      .filter(({ question: { shown } }) => shown.from === undefined || shown.from.slice(0, 10) < world.asOf.slice(0, 10)),
  ),
  check: async (given, ask) => {
    await expectRowSlices(ask, rowSlices(given))
  },
}

function rowSlices({ world, question, page, coarser }: AskedOfCustomers): RowSlices {
  const scope = `asOf: "${world.asOf}", timeZone: "${world.timeZone}"`
  const paged = (text: string) =>
    text
      .slice(1, -1)
      .replace('limit: 10000', page)
      .replace(/totals \{ (.*) \} hasMore \}\s*$/, (totals, measures) => `${totals.trim().slice(0, -1)} rowCount ${subtotals(measures)} }`)
  const subtotals = (measures: string) => {
    const { others, clock, own } = question
    const sizes = coarser === 'clock' && !own ? clock : []
    const kept = coarser === 'others' ? others : []
    const by = [
      ...kept.map((other) => (other === 'state' ? 'customer: [STATE]' : 'sale: [CHANNEL]')),
      ...(sizes.length > 0 ? [`time: [${sizes.join(', ').toUpperCase()}]`] : []),
    ]
    const keys = [
      ...kept.map((other) => (other === 'state' ? 'customer { state }' : 'sale { channel }')),
      ...(sizes.length > 0 ? [`time { ${sizes.map(sizeField).join(' ')} }`] : []),
    ]
    return `subtotals(by: { ${by.join(', ')} }) { ${keys.join(' ')} ${measures} }`
  }
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

function sizeField(size: string): string {
  return size.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
}
