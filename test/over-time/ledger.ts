/**
 * Sales of three states over five months, with gaps, month ends and a leap day; accounts with balances; calls around the night in which clocks were
 * put forward. Small enough to add up by head: the minutes of calls are powers of two, so that a sum says which calls it is of.
 */
import type { Story } from '../support/story.ts'

const model = `
version: 1
model: ledger
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: state, type: string }
      - { name: held, type: decimal, measure: balance.current_balance }
    measures:
      - { name: customers, type: count }
  - name: sale
    table: sale
    primary_key: sale_id
    time: sold_on
    dimensions:
      - { name: sale_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: sold_on, type: date }
      - { name: amount, type: decimal }
      - { name: channel, type: string }
    measures:
      - { name: sales, type: count }
      - { name: revenue, type: sum, sql: "\${amount}" }
      - { name: buyers, type: count_distinct, sql: "\${customer_id}" }
      - { name: followed_by_balance, type: conversion, to: balance, within: { n: 30, unit: day } }
      - { name: large_buyers, type: count_distinct, sql: "\${customer_id}", where: "\${amount} > 30" }
      - { name: large_revenue, type: sum, sql: "\${amount}", where: "\${amount} > 30" }
      - { name: middle, type: median, sql: "\${amount}" }
      - { name: average, type: number, sql: "\${revenue} / \${sales}" }
      - { name: revenue_so_far, type: cumulative, of: revenue }
      - { name: sales_so_far, type: cumulative, of: sales }
      - { name: average_so_far, type: cumulative, of: average }
      - { name: buyers_so_far, type: cumulative, of: buyers }
      - { name: middle_so_far, type: cumulative, of: middle }
      - { name: mean_so_far, type: number, sql: "\${revenue_so_far} / \${sales_so_far}" }
      - { name: large_buyers_so_far, type: cumulative, of: large_buyers }
      - { name: large_revenue_so_far, type: cumulative, of: large_revenue }
      - { name: large_buyers_year_to_date, type: cumulative, of: large_buyers, window: { to_date: year } }
      - { name: revenue_of_3_days, type: cumulative, of: revenue, window: { n: 3, unit: day } }
      - { name: revenue_of_2_months, type: cumulative, of: revenue, window: { n: 2, unit: month } }
      - { name: buyers_of_2_months, type: cumulative, of: buyers, window: { n: 2, unit: month } }
      - { name: middle_of_2_months, type: cumulative, of: middle, window: { n: 2, unit: month } }
      - { name: revenue_month_to_date, type: cumulative, of: revenue, window: { to_date: month } }
      - { name: revenue_year_to_date, type: cumulative, of: revenue, window: { to_date: year } }
      - { name: revenue_month_before, type: offset, of: revenue, by: { n: 1, unit: month } }
      - { name: revenue_year_before, type: offset, of: revenue, by: { n: 1, unit: year } }
      - { name: so_far_month_before, type: offset, of: revenue_so_far, by: { n: 1, unit: month } }
      - { name: revenue_change, type: difference, of: revenue, by: { n: 1, unit: month } }
      - { name: revenue_growth, type: growth, of: revenue, by: { n: 1, unit: month } }
      - { name: average_growth, type: growth, of: average, by: { n: 1, unit: month } }
      - { name: revenue_2_months_before, type: offset, of: revenue, by: { n: 2, unit: month } }
      - { name: month_before_month_before, type: offset, of: revenue_month_before, by: { n: 1, unit: month } }
      - { name: buyers_month_before, type: offset, of: buyers, by: { n: 1, unit: month } }
      - { name: average_month_before, type: offset, of: average, by: { n: 1, unit: month } }
      - { name: sales_growth, type: growth, of: sales, by: { n: 1, unit: month } }
      - { name: so_far_growth, type: growth, of: revenue_so_far, by: { n: 1, unit: month } }
      - { name: revenue_share, type: share, of: revenue }
      - { name: revenue_share_of_month, type: share, of: revenue, within: [time.month] }
      - { name: buyers_share, type: share, of: buyers }
      - { name: revenue_share_of_state, type: share, of: revenue, within: [customer.state] }
      - { name: average_share, type: share, of: average }
      - { name: sales_share, type: share, of: sales }
      - { name: so_far_share, type: share, of: revenue_so_far }
      - { name: so_far_share_of_month, type: share, of: revenue_so_far, within: [time.month] }
      - { name: share_month_before, type: offset, of: revenue_share, by: { n: 1, unit: month } }
      - { name: revenue_rank, type: rank, of: revenue }
      - { name: sales_rank, type: rank, of: sales }
      - { name: fewest_sales, type: rank, of: sales, order: asc }
      - { name: large_rank, type: rank, of: large_revenue }
      - { name: smallest_large, type: rank, of: large_revenue, order: asc }
      - { name: so_far_rank, type: rank, of: revenue_so_far, within: [time.month] }
      - { name: revenue_rank_in_month, type: rank, of: revenue, within: [time.month] }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: balance
    table: balance
    primary_key: [account, day]
    time: day
    dimensions:
      - { name: account, type: string }
      - { name: customer_id, type: integer }
      - { name: day, type: date }
      - { name: amount, type: decimal }
    measures:
      - { name: last_balance, type: sum, sql: "\${amount}", semi_additive: { keep: last, over: time } }
      - { name: current_balance, type: sum, sql: "\${amount}", semi_additive: { keep: last, over: time, per: [account] } }
      - { name: over_90, type: sum, sql: "\${amount}", where: "\${amount} > 90", semi_additive: { keep: last, over: time, per: [account] } }
      - { name: accounts, type: count, semi_additive: { keep: last, over: time, per: [account] } }
      - { name: accounts_of_last_day, type: count, semi_additive: { keep: last, over: time } }
      - { name: mean_balance, type: number, sql: "\${current_balance} / \${accounts}" }
      - { name: balance_month_before, type: offset, of: current_balance, by: { n: 1, unit: month } }
      - { name: balance_share, type: share, of: current_balance }
      - { name: first_balance, type: sum, sql: "\${amount}", semi_additive: { keep: first, over: time, per: [account] } }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
  - name: call
    table: phone_call
    primary_key: call_id
    time: at
    dimensions:
      - { name: call_id, type: integer }
      - { name: customer_id, type: integer }
      - { name: at, type: timestamp }
      - { name: length, type: integer }
    measures:
      - { name: calls, type: count }
      - { name: minutes, type: sum, sql: "\${length}" }
      - { name: callers, type: count_distinct, sql: "\${customer_id}" }
      - { name: minutes_so_far, type: cumulative, of: minutes }
      - { name: callers_so_far, type: cumulative, of: callers }
      - { name: minutes_day_before, type: offset, of: minutes, by: { n: 1, unit: day } }
      - { name: minutes_hour_before, type: offset, of: minutes, by: { n: 1, unit: hour } }
      - { name: minutes_of_2_hours, type: cumulative, of: minutes, window: { n: 2, unit: hour } }
      - { name: minutes_of_2_days, type: cumulative, of: minutes, window: { n: 2, unit: day } }
      - { name: minutes_of_day_to_date, type: cumulative, of: minutes, window: { to_date: day } }
    relationships: [{ type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }]
`

export const ledger: Story = {
  model,
  tables: {
    customer: {
      columns: { customer_id: 'integer', state: 'string' },
      rows: [
        [1, 'NY'],
        [2, 'NY'],
        [3, 'CA'],
        [4, null],
      ],
    },
    sale: {
      columns: { sale_id: 'integer', customer_id: 'integer', sold_on: 'date', amount: 'decimal', channel: 'string' },
      rows: [
        [1, 1, '2024-01-05', '10.00', 'web'],
        [2, 1, '2024-01-31', '20.00', 'web'],
        [3, 3, '2024-02-29', '5.00', 'shop'],
        [4, 2, '2024-03-01', '7.00', 'web'],
        [5, 1, '2024-03-03', '3.00', 'shop'],
        [6, 3, '2024-05-10', '40.00', 'web'],
        // Of the customer whose state nobody knows, and of nobody.
        [7, 4, '2024-05-11', '1.00', 'web'],
        [8, 9, '2024-05-12', '2.00', 'web'],
        // After the question's date: not there.
        [9, 1, '2024-07-01', '1000.00', 'web'],
      ],
    },
    balance: {
      columns: { account: 'string', customer_id: 'integer', day: 'date', amount: 'decimal' },
      rows: [
        ['A', 1, '2024-01-31', '100.00'],
        ['A', 1, '2024-02-29', '80.00'],
        ['B', 2, '2024-01-15', '50.00'],
        ['C', 3, '2024-02-10', '7.00'],
        ['C', 3, '2024-02-29', '9.00'],
      ],
    },
    phone_call: {
      columns: { call_id: 'integer', customer_id: 'integer', at: 'timestamp', length: 'integer' },
      rows: [
        // The 31st in Kathmandu, the 30th elsewhere.
        [1, 1, '2024-03-30 22:30:00', 1],
        // 1:30 and 3:30 in Berlin: an hour apart.
        [2, 1, '2024-03-31 00:30:00', 2],
        [3, 3, '2024-03-31 01:30:00', 4],
        // The last second of March and the first of April in Berlin.
        [4, 1, '2024-03-31 21:59:59', 8],
        [5, 3, '2024-03-31 22:00:00', 16],
        // The last second of April 1 and the first of April 2 in Kathmandu.
        [6, 4, '2024-04-01 18:14:59', 32],
        [7, 1, '2024-04-01 18:15:00', 64],
        // Nobody knows when.
        [8, 2, null, 128],
      ],
    },
  },
}
