/** One connection each, call by call: what one person waits. */
import { note } from '../../src/cli/terminal.ts'
import type { Question } from '../questions/question.ts'
import type { Figure } from '../report/figure.ts'
import { type OpenedTargets, openTargets } from '../targets/open.ts'
import { checkAgreement } from './agree.ts'
import type { Measurement } from './measurement.ts'
import { figuresOf, timeCalls } from './timed.ts'

const usualSamples = { heavy: 7, beyond: 7, small: 40, rows: 7, page: 20, scored: 7 } as const

/** `kind` is what the figures are called: the rows of an export are measured in the same way. */
export async function measureLatency(kind: 'latency' | 'rows', measurement: Measurement): Promise<void> {
  const questions = measurement.questions.filter(({ weight }) => (weight === 'rows') === (kind === 'rows'))
  if (questions.length === 0) return
  const opened = await openTargets(measurement.base)
  try {
    for (const question of questions) measurement.report(await latencyOf(kind, question, { opened, measurement }))
  } finally {
    await opened.close()
  }
}

export async function latencyOf(
  kind: Figure['kind'],
  question: Question,
  { opened: { targets }, measurement }: { readonly opened: OpenedTargets; readonly measurement: Measurement },
): Promise<readonly Figure[]> {
  const { base, terminal, samples } = measurement
  const rows = await checkAgreement(question, targets, { number: 0, base: base.size })
  note(terminal, `${question.name}: ${targets.length} paths agree on ${rows} rows`)
  const run = { question, base: base.size, samples: samples ?? usualSamples[question.weight] }
  return figuresOf(kind, question.name, await timeCalls(targets, run))
}
