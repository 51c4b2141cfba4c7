/** Before a question is measured: every path on every engine must give the same rows. A wrong answer is not worth a time. */
import type { AnswerPart, Call, Question } from '../questions/question.ts'
import { nameOf, type Target } from '../targets/target.ts'

export class DisagreementError extends Error {
  override readonly name = 'DisagreementError'
}

/** How many rows the answer has. */
export async function checkAgreement(question: Question, targets: readonly Target[], call: Call): Promise<number> {
  let first: { readonly target: Target; readonly rows: readonly string[] } | undefined
  for (const target of targets) {
    const rows = target.read(question, await target.ask(question, call)).map((row) => rowText(question, row))
    if (first === undefined) first = { target, rows }
    else compare(question, first, { target, rows })
  }
  return first?.rows.length ?? 0
}

interface Answered {
  readonly target: Target
  readonly rows: readonly string[]
}

function compare(question: Question, a: Answered, b: Answered): void {
  const length = Math.max(a.rows.length, b.rows.length)
  for (let row = 0; row < length; row++) {
    if (a.rows[row] === b.rows[row]) continue
    const line = ({ target, rows }: Answered) => `  ${nameOf(target)} (${rows.length} rows): ${rows[row] ?? 'no such row'}`
    throw new DisagreementError(`${question.name}: the answers differ in row ${row + 1}.\n${line(a)}\n${line(b)}`)
  }
}

function rowText(question: Question, row: readonly unknown[]): string {
  return question.answer.map((part, index) => valueText(part, row[index])).join(' | ')
}

/** One spelling for what the paths spell differently: 12.50 and 12.5, `2025-01-01 10:00:00` and `2025-01-01T10:00:00Z`. */
function valueText({ kind }: AnswerPart, value: unknown): string {
  if (value === null || value === undefined) return 'null'
  const text = String(value)
  switch (kind) {
    case 'text':
      return text
    case 'number':
      return String(Number(text))
    case 'exact':
      return text.includes('.') ? text.replace(/\.?0+$/, '') : text
    case 'time':
      return text
        .replace('T', ' ')
        .replace(/(Z|\+00(:00)?)$/, '')
        .replace(/\.0+$/, '')
  }
}
