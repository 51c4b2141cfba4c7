/** How many statements run at the same time: as configured, and on DuckDB never so many that no thread is left for anything else. */
import { expect, test } from 'vitest'
import { type Environment, readConfig } from '../../src/server/config.ts'
import { connectionsFor, statementsAtOnce } from '../../src/server/statements-at-once.ts'

function counts(environment: Environment): readonly number[] {
  const config = readConfig(environment, { cwd: '/work-folder' })
  if (!config.ok) throw new Error(JSON.stringify(config.issues))
  return [statementsAtOnce(config.value), connectionsFor(config.value)]
}

const postgres = 'postgres://analyst@db.example/shop'

test.each([
  ['PostgreSQL runs as many as configured', { DATABASE_URL: postgres, TESSERA_MAX_CONCURRENCY: '20' }, [20, 23]],
  ['without kept answers there are no looks at tables', { DATABASE_URL: postgres, TESSERA_RESULT_CACHE: 'off' }, [8, 9]],
  ['DuckDB leaves two of the four threads that Node has by itself', {}, [2, 3]],
  ['DuckDB with threads enough runs as many as configured', { UV_THREADPOOL_SIZE: '12' }, [8, 9]],
  ['DuckDB runs one even where there is one thread', { UV_THREADPOOL_SIZE: '1' }, [1, 2]],
  ['a number of threads that Node cannot read is its four', { UV_THREADPOOL_SIZE: 'many' }, [2, 3]],
])('%s', (_, environment, expected) => expect(counts(environment)).toEqual(expected))
