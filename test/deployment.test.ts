/** The role that docs/deployment.md makes in PostgreSQL reads tables, those made later too, and writes nothing, whatever its session sets. */
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { expect, inject, onTestFinished, test } from 'vitest'

const page = readFileSync(path.resolve(import.meta.dirname, '../docs/deployment.md'), 'utf8')

/** The statements of the page, for roles and a database that nobody else has. */
function statementsFor(suffix: string): string {
  const [, statements] = /```sql\n([\s\S]*?)```/.exec(page) ?? []
  if (statements === undefined) throw new Error('The page has no block of SQL')
  return statements.replaceAll(/\b(?:tessera|crm_owner|crm)\b/g, (name) => `${name}_${suffix}`)
}

async function run(url: URL, statements: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url.href })
  await client.connect()
  try {
    return await client.query(statements)
  } finally {
    await client.end()
  }
}

test('the role of the page reads and does not write', async () => {
  const suffix = randomUUID().slice(0, 8)
  const server = new URL(inject('postgresUrl'))
  await run(server, `create role crm_owner_${suffix}`)
  await run(server, `create database crm_${suffix}`)
  const owner = new URL(`/crm_${suffix}`, server)
  onTestFinished(async () => {
    await run(server, `drop database crm_${suffix}`)
    await run(server, `drop role if exists tessera_${suffix}, crm_owner_${suffix}`)
  })
  const asOwner = (statements: string) => run(owner, `set role crm_owner_${suffix}; ${statements}`)
  await run(owner, `create schema sales authorization crm_owner_${suffix}`)
  await asOwner('create table sales.orders (order_id int); insert into sales.orders values (1), (2)')
  await run(owner, statementsFor(suffix))
  await asOwner('create table sales.refunds (order_id int)')

  const reader = new URL(owner)
  reader.username = `tessera_${suffix}`
  reader.password = 'secret'
  expect((await run(reader, 'select order_id from orders order by 1')).rows).toEqual([{ order_id: 1 }, { order_id: 2 }])
  expect((await run(reader, 'select order_id from refunds')).rows).toEqual([])
  await expect(run(reader, 'insert into orders values (3)')).rejects.toThrow('read-only transaction')
  const writable = 'set default_transaction_read_only = off; commit; begin;'
  await expect(run(reader, `${writable} insert into orders values (3)`)).rejects.toThrow('permission denied for table orders')
  await expect(run(reader, `${writable} create table sales.mine (i int)`)).rejects.toThrow('permission denied for schema sales')
})
