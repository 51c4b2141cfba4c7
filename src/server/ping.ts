/** Whether the database answers, asked beside the queue on the connection that is kept free for it: a busy server is a ready one. */
import { sql } from 'kysely'
import type { Database } from '../database/database.ts'
import type { Readiness } from './http/health.ts'

export type Ping = () => Promise<Readiness>

const patienceMs = 3_000

/** Whoever asks while a ping is on its way waits for the same one, so that many never need more than one connection. */
export function createPing({ kysely }: Pick<Database, 'kysely'>): Ping {
  let onItsWay: Promise<boolean> | undefined
  const ping = async (): Promise<boolean> => {
    try {
      await sql`select 1`.execute(kysely)
      return true
    } catch {
      return false
    } finally {
      onItsWay = undefined
    }
  }
  return async () => {
    onItsWay ??= ping()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), patienceMs)
    })
    const ready = await Promise.race([onItsWay, late])
    clearTimeout(timer)
    return ready ? { ready } : { ready, reason: 'The database does not answer.' }
  }
}
