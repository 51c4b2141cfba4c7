/** Why DuckDB refused a CSV file, with the places; an empty list when the file is sound and only mixes its line ends. */
import { type Issue, issue } from '../../semantic/issues/issue.ts'
import { scanCsv } from './csv-scan.ts'
import type { CsvFormat } from './csv-source.ts'

const mostIssues = 10

export async function csvProblems(file: string, path: string, csv: CsvFormat, error: unknown): Promise<readonly Issue[]> {
  const text = error instanceof Error ? error.message : ''
  const line = Number(/CSV Error on Line: (\d+)/.exec(text)?.[1] ?? 1)
  if (/Invalid unicode/i.test(text)) return [issue('FILE_INVALID', { problem: 'its text is not UTF-8' }, { file, line, column: 1 })]
  const longest = /Maximum line size of (\d+) bytes exceeded/.exec(text)?.[1]
  if (longest !== undefined) {
    return [issue('FILE_INVALID', { problem: `a line is longer than ${longest} bytes` }, { file, line, column: 1 })]
  }
  return scanForIssues(file, path, csv)
}

async function scanForIssues(file: string, path: string, csv: CsvFormat): Promise<readonly Issue[]> {
  const issues: Issue[] = []
  await scanCsv(path, csv.delimiter, csv.columnCount, {
    record: (_, found, start) => {
      if (found !== csv.columnCount) issues.push(issue('FILE_RAGGED', { expected: csv.columnCount, found }, { file, ...start }))
      return issues.length < mostIssues
    },
    quoteProblem: (problem, place) => {
      issues.push(issue('FILE_INVALID', { problem: quoteProblems[problem] }, { file, ...place }))
    },
  })
  return issues
}

const quoteProblems = {
  open: 'the quotation mark here is never closed',
  undoubled: 'text goes on after this quotation mark; inside a quoted cell it is written twice',
} as const
