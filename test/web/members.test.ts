/** The list of dimensions and measures, and what ticking one does to the text of the query. */
import { parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { firstQuery } from '../../web/first-query.ts'
import {
  type Edited,
  hasMistake,
  newSlice,
  type SliceMember,
  selectedMembers,
  withMember,
  withoutMember,
} from '../../web/members/edit-slice.ts'
import { sliceMembers } from '../../web/members/slice-members.ts'
import { schema } from './schema.ts'

const state: SliceMember = { entity: 'customer', name: 'state', value: 'STATE' }
const site: SliceMember = { entity: 'customer', name: 'channelName', value: 'CHANNEL_NAME' }
const month: SliceMember = { entity: 'orderPlaced', name: 'activityTsMonth', value: 'ACTIVITY_TS_MONTH' }
const monetary: SliceMember = { entity: 'orderPlaced', name: 'monetary' }

function textOf(edited: Edited): string {
  return edited.ok ? edited.text : edited.problem
}

test('an entity has its dimensions, times with their granularities from fine to coarse, and its measures, as the schema describes them', () => {
  const members = sliceMembers(schema)
  const placed = members.find(({ name }) => name === 'orderPlaced')
  const time = placed?.dimensions.find(({ name }) => name === 'activityTs')
  expect(time?.granularities.map(({ title, name, value }) => [title, name, value])).toEqual([
    ['second', 'activityTsSecond', 'ACTIVITY_TS_SECOND'],
    ['minute', 'activityTsMinute', 'ACTIVITY_TS_MINUTE'],
    ['hour', 'activityTsHour', 'ACTIVITY_TS_HOUR'],
    ['day', 'activityTsDay', 'ACTIVITY_TS_DAY'],
    ['week', 'activityTsWeek', 'ACTIVITY_TS_WEEK'],
    ['month', 'activityTsMonth', 'ACTIVITY_TS_MONTH'],
    ['quarter', 'activityTsQuarter', 'ACTIVITY_TS_QUARTER'],
    ['year', 'activityTsYear', 'ACTIVITY_TS_YEAR'],
  ])
  expect(placed?.description).toBe('A line of an order, at the moment the customer placed it.')
  expect(placed?.measures.map(({ name }) => name)).toContain('monetary')
  const customer = members.find(({ name }) => name === 'customer')
  expect(customer?.dimensions.map(({ name }) => name)).toContain('ordersLast90Days')
  const shared = members.find(({ name }) => name === 'time')
  expect([shared?.dimensions.map(({ value }) => value).sort(), shared?.measures]).toEqual([
    ['DAY', 'HOUR', 'MINUTE', 'MONTH', 'QUARTER', 'SECOND', 'WEEK', 'YEAR'],
    [],
  ])
})

test('a dimension is added to `by` and to the rows, a measure to the rows; comments and layout stay', () => {
  const text = `# Mine.
query Q {
  slice(by: { customer: STATE }, limit: 3) {
    rows {
      customer { state }
      # Here.
    }
  }
}
`
  expect(textOf(withMember(text, site))).toBe(
    text.replace('customer: STATE', 'customer: [STATE, CHANNEL_NAME]').replace('{ state }', '{ state channelName }'),
  )
  expect(textOf(withMember(text, monetary))).toBe(text.replace('{ state }', '{ state }\n      orderPlaced { monetary }'))
  expect(textOf(withMember(text, month))).toBe(
    text
      .replace('customer: STATE', 'customer: STATE, orderPlaced: [ACTIVITY_TS_MONTH]')
      .replace('{ state }', '{ state }\n      orderPlaced { activityTsMonth }'),
  )
})

test('what is added can be taken away again', () => {
  for (const member of [site, month, { entity: 'order', name: 'countOrders' }]) {
    const more = textOf(withMember(firstQuery, member))
    expect(validate(schema, parse(more))).toEqual([])
    expect(selectedMembers(more).has(`${member.entity}.${member.name}`)).toBe(true)
    const again = textOf(withoutMember(more, member))
    expect(selectedMembers(again)).toEqual(selectedMembers(firstQuery))
    expect(validate(schema, parse(again))).toEqual([])
  }
})

test('the last dimension of an entity takes the entity with it', () => {
  const text = '{ slice(by: { customer: [STATE], time: [MONTH] }) { rows { customer { state } time { month } } } }'
  expect(textOf(withoutMember(text, state))).toBe('{ slice(by: { time: [MONTH] }) { rows { time { month } } } }')
})

test('in explore the rows alone say the grain', () => {
  const text = '{ explore { rows { orderPlaced { monetary } } } }'
  expect(textOf(withMember(text, state))).toBe('{ explore { rows { orderPlaced { monetary } customer { state } } } }')
})

test('what cannot be written is said, and the text stays', () => {
  const variable = 'query Q($by: SliceGrain!) { slice(by: $by) { rows { customer { state } } } }'
  expect(withMember(variable, site)).toEqual({ ok: false, problem: '`by` is a variable: its value is in the variables.' })
  expect(withMember('{ customerCount }', site)).toEqual({ ok: false, problem: 'The query has no slice with rows.' })
  const only = '{ slice(by: { customer: STATE }) { rows { customer { state } } } }'
  expect(withoutMember(only, state)).toEqual({ ok: false, problem: 'A slice has one column at least.' })
  expect([hasMistake('# nothing\n'), hasMistake('{ slice('), hasMistake(only)]).toEqual([false, true, false])
})

test('where there is no slice a new one is valid', () => {
  expect(newSlice(state)).toBe('query Slice {\n  slice(by: { customer: [STATE] }) {\n    rows {\n      customer { state }\n    }\n  }\n}\n')
  for (const member of [state, monetary]) expect(validate(schema, parse(newSlice(member)))).toEqual([])
})
