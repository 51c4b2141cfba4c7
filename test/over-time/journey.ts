/** Visits and the purchases they led to, in one stream; orders seen from the customer in windows. */
import type { Story } from '../support/story.ts'

const model = `
version: 1
model: journey
streams:
  - name: stream
    table: activity
    customer: customer
    columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts }
entities:
  - name: customer
    table: customer
    primary_key: customer_id
    dimensions:
      - { name: customer_id, type: integer }
      - { name: segment, type: string }
      - { name: orders_last_30_days, type: integer, measure: bought.orders, window: { last: 30, unit: day } }
      - { name: orders_last_month, type: integer, measure: bought.orders, window: { previous: 1, unit: month } }
      - { name: orders_last_12_months, type: integer, measure: bought.orders, window: { previous: 12, unit: month } }
      - { name: orders_this_year, type: integer, measure: bought.orders, window: { to_date: year } }
      - { name: above_own_average, type: boolean, sql: "\${orders_last_month} > \${orders_last_12_months} / 12.0" }
      - { name: orders, type: integer, measure: bought.orders }
      - { name: large_orders_this_year, type: integer, measure: bought.orders, where: "\${amount} > 8", window: { to_date: year } }
      - { name: spent_last_month, type: bigint, measure: bought.spent, window: { previous: 1, unit: month } }
      - { name: average_basket, type: float, measure: bought.average_basket }
      - { name: conversion, type: float, measure: visited.bought_within_7_days }
      - { name: first_bought, type: timestamp, measure: bought.first_at }
      - { name: first_month, type: date, sql: "date_trunc('month', \${first_bought})" }
    measures:
      - { name: customers, type: count }
      - { name: average_orders, type: avg, sql: "\${orders}" }
      - { name: mean_basket, type: avg, sql: "\${average_basket}" }
  - name: visited
    extends: stream
    activity: visited
    plural: visits
    dimensions:
      - { name: page, type: string, column: feature_1 }
    measures:
      - { name: visits, type: count }
      - { name: bought_within_7_days, type: conversion, to: bought, within: { n: 7, unit: day } }
      - { name: bought_within_24_hours, type: conversion, to: bought, within: { n: 24, unit: hour } }
      - { name: bought_so_far, type: cumulative, of: bought_within_7_days }
      - { name: from_ads, type: conversion, to: bought, within: { n: 7, unit: day }, where: "\${page} = 'ad'" }
  - name: bought
    extends: stream
    activity: bought
    plural: purchases
    dimensions:
      - { name: amount, type: integer, sql: "cast(feature_1 as integer)" }
    measures:
      - { name: orders, type: count }
      - { name: spent, type: sum, sql: "\${amount}" }
      - { name: average_basket, type: number, sql: "\${spent} / \${orders}" }
      - { name: first_at, type: min, sql: "\${ts}" }
`

export const journey: Story = {
  model,
  tables: {
    customer: {
      columns: { customer_id: 'integer', segment: 'string' },
      rows: [
        [1, 'new'],
        [2, 'new'],
        [3, 'old'],
        [4, 'old'],
      ],
    },
    activity: {
      columns: { activity_id: 'string', customer_id: 'integer', activity: 'string', ts: 'timestamp', feature_1: 'string' },
      rows: [
        // Two visits before one purchase: the later one led to it.
        ['1', 1, 'visited', '2024-05-01 10:00:00', 'ad'],
        ['2', 1, 'visited', '2024-05-02 10:00:00', 'home'],
        ['3', 1, 'bought', '2024-05-03 10:00:00', '10'],
        ['4', 1, 'bought', '2024-05-03 11:00:00', '30'],
        // Exactly seven days later is too late, a second before is not.
        ['5', 2, 'visited', '2024-05-01 10:00:00', 'ad'],
        ['6', 2, 'bought', '2024-05-08 10:00:00', '5'],
        ['7', 3, 'visited', '2024-05-01 10:00:00', 'ad'],
        ['8', 3, 'bought', '2024-05-08 09:59:59', '7'],
        // A purchase before the visit, and one nobody made.
        ['9', 4, 'bought', '2023-06-30 00:00:00', '100'],
        ['10', 4, 'visited', '2024-05-04 10:00:00', 'home'],
        ['11', 9, 'bought', '2024-06-01 00:00:00', '1'],
        // After the question's date.
        ['12', 4, 'bought', '2024-07-01 00:00:00', '1'],
      ],
    },
  },
}
