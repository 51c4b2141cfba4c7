/** A failing case as a story to run again: model, rows, question, what is right and what came. */
import type { Cell, Question, World } from './case.ts'
import type { Problem } from './judge.ts'
import { modelText, tablesOf } from './write-model.ts'
import { queryText } from './write-query.ts'

export interface Failure {
  readonly world: World
  readonly question: Question
  /** By engine. */
  readonly problems: readonly (readonly [string, Problem])[]
}

export function storyText({ world, question, problems }: Failure): string {
  return [
    '--- model',
    modelText(world),
    '--- tables',
    ...Object.entries(tablesOf(world)).map(([name, { columns, rows }]) =>
      [
        `${name}: { columns: ${JSON.stringify(columns)}, rows: [`,
        ...rows.map((row) => `  ${JSON.stringify(row as readonly Cell[])},`),
        '] }',
      ].join('\n'),
    ),
    '--- question',
    queryText(world, question),
    ...problems.map(([engine, problem]) => `--- ${engine}\n  ${problem.text}`),
  ].join('\n')
}
