/** Resident memory of the server process: when it has answered one question, and at the peak of an export of 50,000 rows. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { note } from '../../src/cli/terminal.ts'
import { rows } from '../questions/rows.ts'
import { total } from '../questions/total.ts'
import type { Figure } from '../report/figure.ts'
import { openHttp } from '../targets/http.ts'
import { modelFolder, withoutResultCache } from '../targets/open.ts'
import { startServerProcess } from '../targets/server-process.ts'
import type { Measurement } from './measurement.ts'

const exports = 5

export async function measureMemory({ base, terminal, report }: Measurement): Promise<void> {
  if (!existsSync('/proc/self/status')) {
    note(terminal, 'memory: left out, there is no /proc here')
    return
  }
  for (const [engine, url] of base.urls) {
    const server = await startServerProcess({ databaseUrl: url, modelFolder, environment: withoutResultCache })
    const target = openHttp({ engine, url: server.url, connections: 1 })
    try {
      target.read(total, await target.ask(total, { number: 0, base: base.size }))
      await delay(2_000)
      const idle = mebibytes(server.pid, 'VmRSS')
      forgetPeak(server.pid)
      for (let number = 0; number < exports; number++) await target.ask(rows, { number, base: base.size })
      const peak = mebibytes(server.pid, 'VmHWM')
      const figure = { kind: 'memory', engine, path: 'http', unit: 'MiB', p95: null, ratio: null, ratio_to: null } as const
      const figures: readonly Figure[] = [
        { ...figure, question: 'idle', value: idle },
        { ...figure, question: rows.name, value: peak },
      ]
      report(figures)
    } finally {
      await target.close()
      await server.close()
    }
  }
}

/** From now on the peak is that of what follows. Where the kernel refuses, it is that of the whole life of the process. */
function forgetPeak(pid: number): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
  } catch {
    // Another user's process, or a container that does not allow it.
  }
}

function mebibytes(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  if (kibibytes === undefined) throw new Error(`/proc/${pid}/status has no ${field}`)
  return Number(kibibytes) / 1024
}
