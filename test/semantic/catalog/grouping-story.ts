/** A sound model with scores, segments and segmentations, and one declaration more: its issues, each on its line, without the source. */
import { issuesOf } from '../../support/story.ts'

const customer = {
  head: `version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: state, type: string }
      - { name: since, type: date }
      - { name: days, type: integer, measure: purchase.recency }
      - { name: worth, type: decimal, measure: purchase.revenue }
      - { name: orders, type: integer, measure: purchase.orders }
      - { name: recent_orders, type: integer, measure: purchase.orders, window: { last: 90, unit: day } }
      - { name: ticket_count, type: integer, measure: ticket.tickets }
    measures:
      - { name: customers, type: count }
`,
  scores: `    scores:
      - { name: r, of: days, buckets: 5, best: lowest, best_score: 5 }
      - { name: f, of: orders, buckets: 5, best: highest, best_score: 5 }
      - { name: m, of: worth, buckets: 5, best: highest, best_score: 5 }
      - { name: decile, of: worth, buckets: 10, best: highest, best_score: 10 }
      - { name: band, of: days, method: bands, bands: [{ below: 60, score: 5 }, { from: 60, below: 120, score: 3 }, { from: 120, score: 1 }] }
`,
  segments: `    segments:
      - { name: vip, when: "\${m} = 5" }
`,
  segmentations: `    segmentations:
      - { name: tier, groups: [{ name: gold, when: "\${m} = 5" }, { name: silver, when: "\${m} = 4" }], otherwise: bronze }
`,
} as const

const others = `  - name: purchase
    table: purchase
    primary_key: purchase_id
    time: bought_on
    dimensions:
      - { name: purchase_id, type: integer }
      - { name: customer_id, type: string }
      - { name: bought_on, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: orders, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: recency, type: min, sql: "cast(\${as_of} as date) - \${bought_on}" }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
  - name: ticket
    table: ticket
    primary_key: ticket_id
    dimensions:
      - { name: ticket_id, type: integer }
      - { name: customer_id, type: string }
    measures:
      - { name: tickets, type: count }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`

type Kind = 'scores' | 'segments' | 'segmentations'

/** `column CODE message` of each issue; `line:column` where it is not on the line of the first declaration added. */
export async function issuesWith(kind: Kind, ...declarations: readonly string[]): Promise<readonly string[]> {
  const before = [customer.head, customer.scores, customer.segments, customer.segmentations]
  const parts = before.map((part) => (part === customer[kind] ? part + declarations.map((each) => `      - ${each}\n`).join('') : part))
  const text = parts.join('') + others
  const line = text.split('\n').indexOf(`      - ${declarations[0]}`) + 1
  return briefly(await issuesOf(text), line)
}

/** Of printed issues: place, code and message, the fix included. */
export function briefly(printed: string, line: number): readonly string[] {
  if (printed === '') return []
  return printed.split('\n\n').map((each) => {
    const [head = '', ...rest] = each.split('\n')
    const [place = '', code = ''] = head.split('  ')
    const [, at = '', column = ''] = place.split(':')
    const told = rest.filter((text) => !/^ +\d* +\|/.test(text)).map((text) => text.trim())
    return `${Number(at) === line ? column : `${at}:${column}`} ${code} ${told.join(' ')}`
  })
}
