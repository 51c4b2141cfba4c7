/** Hand-written SQL through node `pg`, as an application would: unnamed statements, rows as objects. */
import pg from 'pg'
import type { Statement } from '../questions/question.ts'
import type { Target } from './target.ts'

/** Dates stay the text they are: a JS Date costs time, and would be read in the zone of the process. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    [1082, 1114, 1184].includes(oid) ? (text: string) => text : pg.types.getTypeParser(oid, format ?? 'text'),
}

export interface PostgresSqlOptions {
  readonly connections: number
}

export function openPostgresSql(url: string, { connections }: PostgresSqlOptions): Target {
  const pool = new pg.Pool({ connectionString: url, max: connections, idleTimeoutMillis: 0, types })
  pool.on('error', () => {})
  const query = ({ text, parameters }: Statement) => pool.query<Record<string, unknown>>(text, [...parameters])
  return {
    engine: 'postgres',
    path: 'sql',
    ask: async (question, call) => (await query(question.sql.postgres(call))).rows,
    read: (_question, raw) => (raw as readonly Record<string, unknown>[]).map((row) => Object.values(row)),
    close: () => pool.end(),
  }
}
