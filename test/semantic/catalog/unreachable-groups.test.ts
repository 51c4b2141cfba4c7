/** Groups that no row can be in, found in the model alone: nothing is said of a group that some row could be in. */
import { describe, expect, test } from 'vitest'
import { unreachableGroups } from '../../../src/semantic/catalog/unreachable-groups.ts'
import { issueMessage } from '../../../src/semantic/issues/print.ts'
import { catalogOf } from '../../support/story.ts'

const model = (scores: string, groups: string, more = '') => `
version: 1
model: shop
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: string }
      - { name: days, type: integer }
      - { name: orders, type: integer }
      - { name: worth, type: decimal }
      - { name: fm, type: float, sql: "(\${f} + \${m}) / 2.0" }
    scores:
      - { name: r, of: days, buckets: 4, best: lowest, best_score: 1 }
      - { name: f, of: orders, buckets: 4, best: highest, best_score: 1 }
      - { name: m, of: worth, buckets: 4, best: highest, best_score: 1 }
    segments:
      - { name: best_buyer, when: "\${m} = 1" }
      - { name: late, when: "\${days} > 100" }
    segmentations:
      - name: groups
        ${scores}
        groups:
${groups}
        otherwise: others
${more}`

const group = (name: string, condition: string) => `          - { name: ${name}, ${condition} }`
const pattern = (name: string, text: string) => group(name, `pattern: "${text}"`)
const when = (name: string, text: string) => group(name, `when: "${text}"`)
const list = 'scores: [r, f, m]'

async function found(scores: string, groups: readonly string[], more = ''): Promise<readonly string[]> {
  return unreachableGroups(await catalogOf(model(scores, groups.join('\n'), more))).map(
    (each) => `${each.span?.line}:${each.span?.column} ${issueMessage(each)}`,
  )
}

const barilliance = {
  hardcore: pattern('hardcore', '111'),
  loyal: pattern('loyal', 'X1X'),
  whales: pattern('whales', 'XX1'),
  promising: pattern('promising', 'X13|X14'),
  recruits: pattern('recruits', '14X'),
  unfaithful: pattern('unfaithful', '44X'),
}

describe('groups by patterns', () => {
  test('in the order they were published in, promising can never win: all that it fits is loyal', async () => {
    const { hardcore, loyal, whales, promising, recruits, unfaithful } = barilliance
    expect(await found(list, [hardcore, loyal, whales, promising, recruits, unfaithful])).toEqual([
      '28:21 Group `promising` of `customer.groups` can have no row: what fits it fits `loyal`, which stands before it. Before that it would have rows.',
    ])
  })

  test('with the narrower first, each has some', async () => {
    const { hardcore, loyal, whales, promising, recruits, unfaithful } = barilliance
    expect(await found(list, [hardcore, recruits, unfaithful, promising, loyal, whales])).toEqual([])
  })

  test('several groups before it have what it fits', async () => {
    expect(await found(list, [pattern('low', '1XX|2XX'), pattern('high', '3XX|4XX'), pattern('never', 'X11')])).toEqual([
      '27:21 Group `never` of `customer.groups` can have no row: what fits it fits `low` or `high`, which stand before it. Before those it would have rows.',
    ])
  })

  test('letters that are left out take rows without a score, X does not', async () => {
    expect(await found(list, [pattern('any', '1XX'), pattern('left_out', 'R1')])).toEqual([])
    expect(await found(list, [pattern('left_out', 'R1'), pattern('any', '1XX')])).toEqual([
      '26:21 Group `any` of `customer.groups` can have no row: what fits it fits `left_out`, which stands before it. Before that it would have rows.',
    ])
  })

  test('a mean of scores', async () => {
    const mean = 'scores: { R: r, FM: fm }'
    expect(await found(mean, [pattern('a', 'FM1-2.5'), pattern('b', 'FM2-2.5'), pattern('c', 'FM2.5-3')])).toEqual([
      '26:21 Group `b` of `customer.groups` can have no row: what fits it fits `a`, which stands before it. Before that it would have rows.',
    ])
    // 2.5 and 3 are the only halves from there to 3.4.
    expect(await found(mean, [pattern('a', 'FM2.5-3'), pattern('b', 'FM2.1-3.4')])).toHaveLength(1)
  })
})

describe('groups by conditions', () => {
  test('over scores, and segments over scores', async () => {
    expect(await found('', [when('a', '${r} <= 2'), when('b', 'not ${r} > 2'), when('c', '${best_buyer} and ${r} in (1, 2)')])).toEqual([
      '26:21 Group `b` of `customer.groups` can have no row: what fits it fits `a`, which stands before it. Before that it would have rows.',
      '27:21 Group `c` of `customer.groups` can have no row: what fits it fits `a`, which stands before it. Before that it would have rows.',
    ])
  })

  test('over other values: the same condition again, alone or with another', async () => {
    expect(await found('', [when('a', '${days} > 30'), when('b', '${days} >30'), when('c', '${r} = 1 and ${days} > 30')])).toEqual([
      '26:21 Group `b` of `customer.groups` can have no row: what fits it fits `a`, which stands before it. Before that it would have rows.',
      '27:21 Group `c` of `customer.groups` can have no row: what fits it fits `a`, which stands before it. Before that it would have rows.',
    ])
  })

  test('a condition that nothing meets', async () => {
    expect(await found('', [when('a', '${r} = 1 and ${r} = 2'), when('b', '${r} > 4')])).toEqual([
      '25:21 Group `a` of `customer.groups` can have no row: nothing meets its condition.',
      '26:21 Group `b` of `customer.groups` can have no row: nothing meets its condition.',
    ])
  })

  test('what is unknown does not take a row: the missing score is left for the next', async () => {
    expect(await found('', [when('a', '${r} <= 2'), when('b', '${r} > 2'), when('c', '${r} is null'), when('d', '1 = 1')])).toEqual([
      '28:21 Group `d` of `customer.groups` can have no row: what fits it fits `a`, `b` or `c`, which stand before it. Before those it would have rows.',
    ])
  })

  test('nothing is said where other values may decide', async () => {
    expect(
      await found('', [when('a', '${days} > 30'), when('b', '${days} > 60'), when('c', '${late}'), when('d', '${days} > ${r}')]),
    ).toEqual([])
    // A third that is no float: two databases may round it differently.
    expect(await found('', [when('a', '(${r} + ${f}) / 3.0 >= 1.3'), when('b', '(${r} + ${f}) / 3.0 >= 1.4')])).toEqual([])
  })

  test('groups of another segmentation', async () => {
    const more = `      - { name: second, groups: [{ name: x, when: "\${groups} = 'A'" }, { name: y, when: "\${r} = 1" }, { name: z, when: "\${groups} <> 'OTHERS'" }], otherwise: rest }`
    expect(await found('', [when('a', '${r} <= 2')], more)).toEqual([
      '27:80 Group `y` of `customer.second` can have no row: what fits it fits `x`, which stands before it. Before that it would have rows.',
      '27:111 Group `z` of `customer.second` can have no row: what fits it fits `x`, which stands before it. Before that it would have rows.',
    ])
  })

  test('of more conditions than can be combined, the same ones are found', async () => {
    const many = Array.from({ length: 12 }, (_, index) => when(`g${index}`, `\${days} > ${index}`))
    expect(await found('', [...many, when('again', '${days} > 3')])).toEqual([
      '37:21 Group `again` of `customer.groups` can have no row: what fits it fits `g3`, which stands before it. Before that it would have rows.',
    ])
  })
})
