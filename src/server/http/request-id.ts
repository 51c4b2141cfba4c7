/** The id that ties an answer, its log lines and a masked error together: the caller's where it is sane, else a new one. */
import { randomUUID } from 'node:crypto'

export function requestIdOf(header: string | readonly string[] | undefined): string {
  return typeof header === 'string' && /^[A-Za-z0-9._:-]{1,64}$/.test(header) ? header : randomUUID()
}
