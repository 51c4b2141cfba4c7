/** `tessera query`: a GraphQL file answered in this process, without a server. */
import { type Command, Option } from 'commander'
import { stringify } from 'csv-stringify/sync'
import type { ExecutionResult } from 'graphql'
import { operatorAccess } from '../resolvers/access.ts'
import { createSeal } from '../resolvers/seal.ts'
import { buildSchema } from '../schema/build-schema.ts'
import { issue } from '../semantic/issues/issue.ts'
import type { Config } from '../server/config.ts'
import { openDataSource } from '../server/data-source.ts'
import { type AnswerTable, answerTables } from './answer-table.ts'
import { answerQuestion } from './document.ts'
import { CommandFailure } from './failure.ts'
import { errorText } from './print-error.ts'
import { printTables } from './print-table.ts'
import { createProgress } from './progress.ts'
import { addQuestionOptions, type QuestionOptions, readQuestion } from './question.ts'
import { note, print, type Terminal } from './terminal.ts'
import { catalogOf, configOf, modelSources } from './workspace.ts'

type Format = 'table' | 'json' | 'csv'

interface QueryOptions extends QuestionOptions {
  readonly format: Format
  readonly json?: true
}

export function addQuery(program: Command, terminal: Terminal): void {
  const command = program.command('query').description('answer a GraphQL file, in this process')
  addQuestionOptions(command)
    .addOption(new Option('--format <format>', 'how to print the answer').choices(['table', 'json', 'csv']).default('table'))
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera query top-states.graphql\n  tessera query by-channel.graphql --variables \'{"channel": "Hotel"}\' --format csv > hotel.csv\n  echo \'{ slice(by: {}) { rows { customer { countCustomers } } } }\' | tessera query -\n',
    )
    .action(async (file: string, options: QueryOptions) => {
      const result = await answer(file, options, { config: configOf(command, terminal), terminal })
      printResult(result, options.json ? 'json' : options.format, terminal)
    })
}

async function answer(file: string, options: QueryOptions, { config, terminal }: { config: Config; terminal: Terminal }) {
  const catalog = await catalogOf(config)
  const schema = buildSchema(catalog, { maxLimit: config.maxLimit, explore: config.explore })
  const question = await readQuestion(file, options, { schema, terminal })
  const progress = createProgress(terminal)
  const opened = await openDataSource(config, catalog, { onPreparing: progress.update })
  progress.stop()
  if (!opened.ok) throw new CommandFailure(opened.issues, await modelSources(config))
  const source = opened.value
  try {
    return await answerQuestion(question, schema, {
      engine: source.engine,
      now: new Date().toISOString(),
      requestId: 'command',
      access: operatorAccess,
      seal: createSeal(config.secret),
    })
  } finally {
    await source.close()
  }
}

/** What was answered goes to standard output even when a field failed; what failed goes to standard error, and the exit code tells. */
function printResult(result: ExecutionResult, format: Format, terminal: Terminal): void {
  const errors = result.errors ?? []
  if (format === 'json') print(terminal, JSON.stringify(result, undefined, 2))
  else if (result.data) printData(answerTables(result.data), format, terminal)
  for (const error of errors) note(terminal, errorText(error))
  if (errors.length > 0) throw new CommandFailure()
}

function printData(tables: readonly AnswerTable[], format: 'table' | 'csv', terminal: Terminal): void {
  if (format === 'table') {
    print(terminal, printTables(tables))
    return
  }
  const [table, ...others] = tables
  if (table === undefined || others.length > 0) {
    const names = tables.map(({ title }) => `\`${title}\``).join(', ')
    const problem = `CSV holds one table; the answer has ${tables.length}: ${names}. \`--format json\` holds them all.`
    throw new CommandFailure([issue('BAD_USER_INPUT', { problem })])
  }
  print(
    terminal,
    stringify([table.columns, ...table.rows].map((row) => row.map((cell) => (typeof cell === 'boolean' ? String(cell) : cell)))),
  )
}
