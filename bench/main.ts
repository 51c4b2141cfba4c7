/**
 * Measures Tessera next to hand-written SQL on the same data.
 *
 *   npm run bench                            PostgreSQL and DuckDB, 5 million activities, every kind but growth: tables on standard output
 *   npm run -s bench -- --json               the same as one JSON object a line: { kind, question, engine, path, value, unit, p95, ratio, ratio_to }
 *   npm run bench -- --kinds latency --questions q1,q7 --engines postgres --samples 15
 *   npm run bench -- --activities 1e6        any size; bases are kept in .bench and used again
 *   npm run bench -- --postgres postgres://user:password@host/database      a server of one's own
 *   npm run bench -- --help
 *
 * The paths: `sql` is hand-written (questions/*.ts), through the engine's own driver; `engine` is engine.run in this process; `http` is the
 * server in a process of its own, until the last byte. Calls take turns, in an order that rotates, so that ratios hold on a busy machine.
 * Exit code 0: measured; 1: answers differ, or something failed; 2: wrong usage.
 */
import './production.ts'
import { CommanderError } from 'commander'
import { note, print, type Terminal } from '../src/cli/terminal.ts'
import { openBases } from './data/bases.ts'
import { baseFolder } from './data/folder.ts'
import { type GrowthRequest, measureGrowth } from './measure/growth.ts'
import { measureLatency } from './measure/latency.ts'
import type { Measurement } from './measure/measurement.ts'
import { measureMemory } from './measure/memory.ts'
import { measurePages } from './measure/pages.ts'
import { measureStart } from './measure/start.ts'
import { measureThroughput } from './measure/throughput.ts'
import { type BenchOptions, readOptions } from './options.ts'
import { type Figure, jsonLine, type Kind } from './report/figure.ts'
import { summaryLines } from './report/summary.ts'
import { figureLines, kindHeading } from './report/table.ts'

const terminal: Terminal = {
  stdout: process.stdout,
  stderr: process.stderr,
  isInteractive: process.stderr.isTTY === true,
  environment: process.env,
  cwd: process.cwd(),
  onReaderGone: () => {},
}

const measures: Readonly<Record<Kind, (measurement: Measurement, growth: GrowthRequest) => Promise<void>>> = {
  latency: (measurement) => measureLatency('latency', measurement),
  throughput: measureThroughput,
  rows: (measurement) => measureLatency('rows', measurement),
  pages: measurePages,
  memory: measureMemory,
  start: measureStart,
  growth: measureGrowth,
}

async function run(options: BenchOptions): Promise<void> {
  const { json, engines, activities, customers, questions, samples, postgres } = options
  const bases = await openBases({ folder: baseFolder(options.folder), engines, terminal, ...(postgres !== undefined && { postgres }) })
  // Without it the PostgreSQL of the bench would go on running; the servers end with this process.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void bases.close().finally(() => process.exit(130)))
  try {
    // Growth has bases of its own.
    const isOnlyGrowth = options.kinds.every((kind) => kind === 'growth')
    const base = await bases.ensure({ activities: (isOnlyGrowth ? options.growth[0] : undefined) ?? activities, customers })
    const all: Figure[] = []
    for (const kind of options.kinds) {
      if (!json) print(terminal, kindHeading(kind))
      const report = (figures: readonly Figure[]): void => {
        all.push(...figures)
        for (const line of json ? figures.map(jsonLine) : figureLines(figures)) print(terminal, line)
      }
      await measures[kind](
        { base, questions, terminal, report, ...(samples !== undefined && { samples }) },
        { bases, sizes: options.growth },
      )
    }
    if (!json) print(terminal, ['', ...summaryLines(all)].join('\n'))
  } finally {
    await bases.close()
  }
}

try {
  await run(readOptions(process.argv.slice(2)))
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
  else {
    note(terminal, error instanceof Error ? (error.stack ?? error.message) : String(error))
    process.exitCode = 1
  }
}
