/** A model that uses every key of the language once, for tests that change it. */
export const sampleModel = `version: 1
model: shop
description: A shop and its customers
contract: shop_v1
owner: sales-analytics
tags: [retail, demo]
time_zone: Europe/Berlin
week_start: sunday
verified: true
deprecated: shop_2 replaces it
streams:
  - name: activity_stream
    table: analytics.activity_stream
    customer: customer
    owner: platform
    columns: { id: activity_id, customer: customer_id, activity: activity, timestamp: ts, occurrence: n, repeated_at: next_ts }
  - name: web_stream
    sql: select * from web
    trusted: true
    customer: customer
    columns: { id: a, customer: b, activity: c, timestamp: d }
entities:
  - name: customer
    plural: customers
    file: customers.csv
    primary_key: customer_id
    time: created_at
    future: false
    tags: [core]
    dimensions:
      - { name: customer_id, type: string, column: CUSTOMER_NO, title: Number, pii: true, verified: true }
      - { name: created_at, type: timestamp, hidden: true }
      - name: state
        type: string
        description: State of the billing address
        trusted: false
        sql: |
          case
            when state is null then 'unknown'
            else state
          end
      - { name: paid_revenue, type: decimal, measure: order.revenue, where: "\${order.status} = 'paid'" }
      - { name: recent_revenue, type: decimal, measure: order.revenue, window: { last: 90, unit: day } }
      - { name: revenue_last_month, type: decimal, measure: order.revenue, window: { previous: 1, unit: month } }
      - { name: revenue_this_year, type: decimal, measure: order.revenue, window: { to_date: year } }
    measures:
      - { name: count_customers, type: count }
    scores:
      - name: revenue_score
        title: Revenue score
        description: One to five
        owner: marketing
        tags: [rfm]
        verified: true
        deprecated: use revenue_decile
        hidden: true
        of: paid_revenue
        method: quantile
        buckets: 5
        cut: plus_one
        best: highest
        best_score: 5
        where: "\${state} is not null"
      - { name: year_score, of: paid_revenue, window: { last: 12, unit: month }, buckets: 5, best: highest, best_score: 1 }
      - { name: revenue_decile, of: paid_revenue, method: ntile, buckets: 10, best: highest, best_score: 10 }
      - { name: revenue_class, of: paid_revenue, method: cumulative_share, shares: [0.8, 0.95], best: highest, best_score: 3 }
      - name: revenue_band
        of: paid_revenue
        method: bands
        bands: [{ below: 100, score: 1 }, { from: 100, below: 1000.50, score: 2 }, { from: 1000.5, score: 3 }]
    segments:
      - { name: vip, title: VIPs, description: The best, when: "\${revenue_score} = 5", action: Invite them, owner: marketing, tags: [rfm], verified: true, deprecated: use value, hidden: false, trusted: false }
    segmentations:
      - name: value
        title: Value
        description: By revenue
        owner: marketing
        tags: [rfm]
        verified: true
        deprecated: use rfm
        hidden: false
        multi_label: true
        groups:
          - { name: high, title: High, description: Above all, action: Thank them, when: "\${vip}" }
          - { name: middle, when: "\${revenue_class} = 2" }
        otherwise: { name: rest, title: Rest, description: All others, action: Nothing }
      - { name: codes, scores: [revenue_score, year_score], groups: [{ name: best, pattern: "55|X5" }], otherwise: rest }
      - { name: letters, scores: { R: revenue_score, D: revenue_decile }, groups: [{ name: best, pattern: R4-5 D10 }], otherwise: rest }
  - name: order
    table: orders
    primary_key: [order_id, line]
    time: order_date
    dimensions:
      - { name: order_id, type: integer }
      - { name: line, type: integer }
      - { name: customer_id, type: string }
      - { name: order_date, type: date }
      - { name: status, type: string }
      - { name: amount, type: decimal }
    measures:
      - { name: revenue, type: sum, sql: "\${amount}", where: "\${status} = 'paid'", unit: EUR, format: currency, title: Revenue, returns: decimal }
      - { name: p90, type: percentile, percentile: 0.9, sql: "\${amount}", hidden: true, trusted: false, owner: finance }
      - { name: open_amount, type: sum, sql: "\${amount}", semi_additive: { keep: last, over: time, per: [customer_id, line] } }
      - { name: so_far, type: cumulative, of: revenue, window: all }
      - { name: this_week, type: cumulative, of: revenue, window: { n: 7, unit: day } }
      - { name: this_month, type: cumulative, of: revenue, window: { to_date: month } }
      - { name: last_month, type: offset, of: revenue, by: { n: 1, unit: month } }
      - { name: change, type: difference, of: revenue, by: { n: 1, unit: month } }
      - { name: growth, type: growth, of: order.revenue, by: { n: 1, unit: year } }
      - { name: part, type: share, of: revenue, within: [status, time.month] }
      - { name: place, type: rank, of: revenue, within: status, order: asc }
      - { name: delivered, type: conversion, from: order, to: visit, within: { n: 14, unit: day }, by: customer }
      - { name: average, type: number, sql: "\${revenue} / count(*)", deprecated: use p90 }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id }, name: buyer, inverse: orders, verified: true }
      - { type: "1:1", field: [order_id, line], target: { entity: order_placed, field: [a, b] }, description: the event }
  - name: order_placed
    extends: activity_stream
    activity: order_placed
  - name: visit
    sql: select * from visits
    trusted: true
`
