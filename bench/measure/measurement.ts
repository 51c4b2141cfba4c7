/** What every kind of measurement is given. */
import type { Terminal } from '../../src/cli/terminal.ts'
import type { Base } from '../data/bases.ts'
import type { Question } from '../questions/question.ts'
import type { Figure } from '../report/figure.ts'

export interface Measurement {
  readonly base: Base
  readonly questions: readonly Question[]
  /** Rounds, where the command line says. */
  readonly samples?: number
  readonly terminal: Terminal
  /** Figures that belong together, as soon as they are there. */
  report(figures: readonly Figure[]): void
}
