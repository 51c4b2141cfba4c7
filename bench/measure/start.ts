/** From starting the process to the last byte of its first answer, on a base that is there: a small model, and one of 100 entities. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { EngineName } from '../questions/question.ts'
import type { Figure } from '../report/figure.ts'
import { openHttpClient } from '../targets/http.ts'
import { modelFolder } from '../targets/open.ts'
import { startServerProcess } from '../targets/server-process.ts'
import { writeLargeModel } from './large-model.ts'
import type { Measurement } from './measurement.ts'
import { median, quantile } from './statistics.ts'

const usualStarts = 5

/** Nothing that takes the database time. */
const document = '{ slice(by: {}) { rows { customer { countCustomers } } } }'

export async function measureStart({ base, samples, report }: Measurement): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tessera-bench-model-'))
  try {
    const models = [
      { name: 'small model', folder: modelFolder },
      { name: '100 entities', folder: writeLargeModel(folder) },
    ]
    const starts = [...base.urls].flatMap(([engine, url]) => models.map((model) => ({ engine, url, model, times: [] as number[] })))
    // The first round is not counted: the program is compiled where it has changed, and the files are read from disk.
    for (let round = 0; round <= (samples ?? usualStarts); round++) {
      for (const { url, model, times } of starts) {
        const time = await firstAnswerMs(url, model.folder)
        if (round > 0) times.push(time)
      }
    }
    for (const { engine, model, times } of starts) report([figureOf(engine, model.name, times)])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function firstAnswerMs(databaseUrl: string, folder: string): Promise<number> {
  const begun = performance.now()
  const server = await startServerProcess({ databaseUrl, modelFolder: folder })
  const client = openHttpClient(server.url, { connections: 1 })
  try {
    const answer = (await client.post(document, {})).toString('utf8')
    const time = performance.now() - begun
    if (!answer.includes('"countCustomers":')) throw new Error(`The first answer is none: ${answer.slice(0, 500)}`)
    return time
  } finally {
    client.close()
    await server.close()
  }
}

function figureOf(engine: EngineName, question: string, times: readonly number[]): Figure {
  const timed = { value: median(times), unit: 'ms', p95: quantile(times, 0.95) } as const
  return { kind: 'start', question, engine, path: 'http', ...timed, ratio: null, ratio_to: null }
}
