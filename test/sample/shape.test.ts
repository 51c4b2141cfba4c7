/** The generated base has the shape of a real one: skewed, seasonal, growing, with gaps. Bounds are wide enough for any seed. */
import { describe, expect, test } from 'vitest'
import { cents, groupBy, type Row, rowsOf, sum } from './base.ts'

const options = { customers: 5000 }
const customers = rowsOf(options, 'customer')
const stream = rowsOf(options, 'activity_stream')
const placed = stream.filter((row) => row.activity === 'order_placed')

/** Of each group its part of all value. */
function sharesOfValue(rows: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, number> {
  const total = sum(rows.map(cents))
  return new Map([...groupBy(rows, keyOf)].map(([key, group]) => [key, sum(group.map(cents)) / total]))
}

function share(rows: readonly Row[], isCounted: (row: Row) => boolean): number {
  return rows.filter(isCounted).length / rows.length
}

describe('skew', () => {
  test('the top fifth of the customers has about half of the value', () => {
    const shares = [...sharesOfValue(placed, (row) => String(row.entity_id)).values()].sort((a, b) => b - a)
    const top = sum(shares.slice(0, customers.length / 5))
    expect(top).toBeGreaterThan(0.45)
    expect(top).toBeLessThan(0.6)
  })

  test('one customer in twenty or so never ordered', () => {
    const without = 1 - new Set(placed.map((row) => row.entity_id)).size / customers.length
    expect(without).toBeGreaterThan(0.03)
    expect(without).toBeLessThan(0.07)
  })

  test('states, sites and channels are unequal, and none is missing', () => {
    const states = [...groupBy(customers, (row) => String(row.state)).values()].map((group) => group.length)
    expect(states).toHaveLength(15)
    expect(Math.max(...states)).toBeGreaterThan(10 * Math.min(...states))
    expect(groupBy(customers, (row) => String(row.site)).size).toBe(20)
    expect(groupBy(customers, (row) => String(row.channel_name)).size).toBe(8)
  })
})

describe('time', () => {
  const byYear = sharesOfValue(placed, (row) => String(row.activity_ts).slice(0, 4))
  const byMonth = sharesOfValue(placed, (row) => String(row.activity_ts).slice(5, 7))
  const part = (shares: ReadonlyMap<string, number>, key: string) => shares.get(key) ?? 0

  test('each year brings a tenth to a quarter more than the one before', () => {
    for (const [year, next] of [
      ['2023', '2024'],
      ['2024', '2025'],
    ] as const) {
      const growth = part(byYear, next) / part(byYear, year)
      expect(growth).toBeGreaterThan(1.05)
      expect(growth).toBeLessThan(1.3)
    }
  })

  test('December is the strongest month and brings more than half as much again as February, the weakest', () => {
    const inOrder = [...byMonth].sort((a, b) => a[1] - b[1]).map(([month]) => month)
    expect(inOrder.at(0)).toBe('02')
    expect(inOrder.at(-1)).toBe('12')
    expect(part(byMonth, '12')).toBeGreaterThan(1.5 * part(byMonth, '02'))
  })

  test('beer is ordered in summer, wine and spirits before the holidays', () => {
    const strongest = (category: string) => {
      const rows = placed.filter((row) => row.feature5 === category)
      return [...groupBy(rows, (row) => String(row.activity_ts).slice(5, 7))].sort((a, b) => b[1].length - a[1].length)[0]?.[0]
    }
    expect(['06', '07']).toContain(strongest('Beer'))
    expect(strongest('Wine')).toBe('12')
    expect(strongest('Spirits')).toBe('12')
  })

  test('few orders at weekends', () => {
    const weekend = share(placed, (row) => [0, 6].includes(new Date(`${row.activity_ts}Z`).getUTCDay()))
    expect(weekend).toBeGreaterThan(0.04)
    expect(weekend).toBeLessThan(0.12)
  })
})

describe('activities', () => {
  test('about half are placed, one in thirty rejected, the rest invoiced', () => {
    expect(share(stream, (row) => row.activity === 'order_placed')).toBeCloseTo(0.53, 1)
    expect(share(stream, (row) => row.activity === 'order_rejected')).toBeCloseTo(0.034, 2)
    expect(share(stream, (row) => row.activity === 'order_invoiced')).toBeCloseTo(0.43, 1)
  })

  test('some rejections are partial and some lines are rejected twice', () => {
    const rejected = stream.filter((row) => row.activity === 'order_rejected')
    expect(share(rejected, (row) => row.feature4 === 'PARTLY_CANCELLED')).toBeGreaterThan(0.1)
    const twice = [...groupBy(rejected, (row) => String(row.feature1)).values()].filter((rows) => rows.length === 2)
    expect(twice.length).toBeGreaterThan(50)
  })

  test('orders have several lines', () => {
    const orders = groupBy(placed, (row) => String(row.feature1).split('-')[0] ?? '')
    expect(placed.length / orders.size).toBeGreaterThan(1.8)
    expect(placed.length / orders.size).toBeLessThan(2.5)
  })
})

describe('gaps', () => {
  test.each([
    ['email', 0.18],
    ['phone_number', 0.055],
    ['address', 0.015],
    ['consent', 0.16],
  ])('%s is missing for about %d of the customers', (column, expected) => {
    const missing = share(customers, (row) => row[column] === null)
    expect(missing).toBeGreaterThan(expected * 0.7)
    expect(missing).toBeLessThan(expected * 1.3)
  })

  test('bars are harder to reach by e-mail than hotels', () => {
    const missing = (channel: string) =>
      share(
        customers.filter((row) => row.channel_name === channel),
        (row) => row.email === null,
      )
    expect(missing('Bar')).toBeGreaterThan(3 * missing('Hotel'))
  })

  test('customer numbers are unique within a site and not beyond it', () => {
    expect(new Set(customers.map((row) => `${row.site} ${row.customer_no}`)).size).toBe(customers.length)
    expect(new Set(customers.map((row) => row.customer_no)).size).toBeLessThan(customers.length)
  })
})
