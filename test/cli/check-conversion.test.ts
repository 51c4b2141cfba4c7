/** What the catalog makes for a conversion is nobody's business: `check` counts what the model says, and asks the data about nothing else. */
import { expect, test } from 'vitest'
import { folderWith, shop, shopEnvironment, tessera } from './command.ts'

const files = {
  ...shop,
  'shop/shop.yml': `${shop['shop/shop.yml'].replace(
    '      - { name: revenue,',
    '      - { name: returned, type: conversion, to: return, within: { n: 30, unit: day } }\n      - { name: revenue,',
  )}  - name: return
    file: returns.csv
    primary_key: return_id
    time: sent_on
    dimensions:
      - { name: return_id, type: integer }
      - { name: customer_id, type: string }
      - { name: sent_on, type: date }
    relationships:
      - { type: N:1, field: customer_id, target: { entity: customer, field: customer_id } }
`,
  'shop/purchases.csv': 'purchase_id,customer_id,bought_on,amount\n1,ann,2026-01-05,10.00\n',
  'shop/returns.csv': 'return_id,customer_id,sent_on\n1,ann,2026-01-07\n',
}

test('check counts the dimensions of the model, and finds every column', async () => {
  const place = { cwd: folderWith(files), environment: shopEnvironment }
  expect(await tessera(['check'], place)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Model `shop` is right: 3 entities, 9 dimensions, 3 measures; the database has every column.\n',
  })
  expect(await tessera(['check', '--data'], place)).toEqual({
    code: 0,
    stdout: '',
    stderr: 'Data of model `shop`: 3 primary keys and 2 relationships checked, nothing found.\n',
  })
})
