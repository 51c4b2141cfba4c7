/** `tessera query`: a GraphQL file answered in this process, without a server. */
import { type Command, Option } from 'commander'
import type { ExecutionResult, GraphQLSchema } from 'graphql'
import { operatorAccess } from '../resolvers/access.ts'
import type { Context } from '../resolvers/context.ts'
import { createSeal } from '../resolvers/seal.ts'
import { buildSchema } from '../schema/build-schema.ts'
import { withRowsAsText } from '../schema/rows-as-text.ts'
import type { Config } from '../server/config.ts'
import { openDataSource } from '../server/data-source.ts'
import { tableFormats } from '../server/tables/formats/index.ts'
import { runTable } from '../server/tables/run-table.ts'
import { answerTables } from './answer-table.ts'
import { answerQuestion, type Question } from './document.ts'
import { CommandFailure } from './failure.ts'
import { errorText } from './print-error.ts'
import { printTables } from './print-table.ts'
import { createProgress } from './progress.ts'
import { addQuestionOptions, type QuestionOptions, readQuestion } from './question.ts'
import { TableOutput } from './table-output.ts'
import { note, print, type Terminal } from './terminal.ts'
import { catalogOf, configOf, modelSources } from './workspace.ts'

const tableEndings = ['csv', 'ndjson', 'arrow', 'parquet'] as const
type TableEnding = (typeof tableEndings)[number]
type Format = 'table' | 'json' | TableEnding

interface QueryOptions extends QuestionOptions {
  readonly format: Format
  readonly json?: true
}

export function addQuery(program: Command, terminal: Terminal): void {
  const command = program.command('query').description('answer a GraphQL file, in this process')
  addQuestionOptions(command)
    .addOption(new Option('--format <format>', 'how to print the answer').choices(['table', 'json', ...tableEndings]).default('table'))
    .option('--json', 'the same as --format json')
    .addHelpText(
      'after',
      '\nExamples:\n  tessera query top-states.graphql\n  tessera query by-channel.graphql --variables \'{"channel": "Hotel"}\' --format csv > hotel.csv\n  echo \'{ slice(by: {}) { rows { customer { countCustomers } } } }\' | tessera query -\n',
    )
    .action(async (file: string, options: QueryOptions) => {
      const format = options.json ? 'json' : options.format
      const result = await answer(file, { ...options, format }, { config: configOf(command, terminal), terminal })
      printResult(result, format, terminal)
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
    const context: Context = {
      engine: source.engine,
      now: new Date().toISOString(),
      requestId: 'command',
      access: operatorAccess,
      seal: createSeal(config.secret),
    }
    const format = tableFormats.find(({ ending }) => isTable(options.format) && ending === options.format)
    return format === undefined
      ? await answerQuestion(question, schema, context)
      : await writeTable(question, { schema, context, mostRows: config.maxTableRows }, new TableOutput(format, terminal.stdout))
  } finally {
    await source.close()
  }
}

function isTable(format: Format): format is TableEnding {
  return (tableEndings as readonly string[]).includes(format)
}

interface Asked {
  readonly schema: GraphQLSchema
  readonly context: Context
  readonly mostRows: number
}

/** The rows go while they come. */
async function writeTable(
  { document, operation, variables }: Question,
  { schema, context, mostRows }: Asked,
  sink: TableOutput,
): Promise<ExecutionResult> {
  try {
    const execution = { schema, textSchema: withRowsAsText(schema), document, operationName: operation.name?.value, variables, context }
    return await runTable(execution, { sink, mostRows })
  } finally {
    await sink.close()
  }
}

/** What was answered goes to standard output even when a field failed; what failed goes to standard error, and the exit code tells. */
function printResult(result: ExecutionResult, format: Format, terminal: Terminal): void {
  const errors = result.errors ?? []
  if (format === 'json') print(terminal, JSON.stringify(result, undefined, 2))
  else if (format === 'table' && result.data) print(terminal, printTables(answerTables(result.data)))
  for (const error of errors) note(terminal, errorText(error))
  if (errors.length > 0) throw new CommandFailure()
}
