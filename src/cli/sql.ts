/** `tessera sql`: the statements a GraphQL file would run, with their parameters. Nothing is run and no database is needed. */
import type { Command } from 'commander'
import { operatorAccess } from '../resolvers/access.ts'
import { createSeal } from '../resolvers/seal.ts'
import { buildSchema } from '../schema/build-schema.ts'
import { createEngine, type Explanation } from '../semantic/engine.ts'
import { compilerOnly } from '../server/compiler-only.ts'
import { answerQuestion } from './document.ts'
import { CommandFailure } from './failure.ts'
import { errorText } from './print-error.ts'
import { addQuestionOptions, type QuestionOptions, readQuestion } from './question.ts'
import { createRecordingEngine } from './recording-engine.ts'
import { rootFields } from './root-fields.ts'
import { note, print, type Terminal } from './terminal.ts'
import { catalogOf, configOf } from './workspace.ts'

interface FieldStatements {
  readonly field: string
  readonly statements: readonly Explanation[]
}

interface SqlOptions extends QuestionOptions {
  readonly plan?: true
  readonly json?: true
}

export function addSql(program: Command, terminal: Terminal): void {
  const command = program.command('sql').description('print the SQL of a GraphQL file, without running it')
  addQuestionOptions(command)
    .option('--plan', 'print the plan above each statement')
    .option('--json', 'print a JSON list of { field, sql, parameters, plan }')
    .addHelpText(
      'after',
      '\nNo database is opened: columns of text are taken to be stored as text. Where one is a uuid or an enum, the field sql of a slice shows what runs.\n\nExamples:\n  tessera sql top-states.graphql\n  DATABASE_URL=postgres://localhost/crm tessera sql top-states.graphql | psql crm\n',
    )
    .action(async (file: string, options: SqlOptions) => {
      const fields = await statementsOf(file, options, { command, terminal })
      if (options.json) print(terminal, JSON.stringify(fields.flatMap(jsonRecords), undefined, 2))
      else print(terminal, fields.map((field) => printField(field, options)).join('\n\n'))
    })
}

async function statementsOf(file: string, options: SqlOptions, { command, terminal }: { command: Command; terminal: Terminal }) {
  const config = configOf(command, terminal)
  const catalog = await catalogOf(config)
  const schema = buildSchema(catalog, { maxLimit: config.maxLimit, explore: config.explore })
  const question = await readQuestion(file, options, { schema, terminal })
  const engine = createEngine({ catalog, ...compilerOnly(config) })
  const context = { now: new Date().toISOString(), requestId: 'command', access: operatorAccess, seal: createSeal(config.secret) }
  const fields: FieldStatements[] = []
  let failed = false
  for (const { key, operation } of rootFields(question.document, question.operation)) {
    const recording = createRecordingEngine(engine)
    const definitions = [operation, ...question.document.definitions.filter((definition) => definition !== question.operation)]
    const asked = { ...question, operation, document: { ...question.document, definitions } }
    const { errors = [] } = await answerQuestion(asked, schema, { engine: recording, ...context })
    for (const error of errors) note(terminal, errorText(error))
    failed ||= errors.length > 0
    if (recording.recorded.length > 0) fields.push({ field: key, statements: recording.recorded })
  }
  if (failed) throw new CommandFailure()
  return fields
}

function jsonRecords({ field, statements }: FieldStatements) {
  return statements.map(({ sql, parameters, plan }) => ({ field, sql, parameters, plan }))
}

/** The parameters are a comment, so that what is printed can be read by a SQL client as it is. */
function printField({ field, statements }: FieldStatements, { plan }: SqlOptions): string {
  return statements
    .map((statement) => {
      const parameters = statement.parameters.map((value, index) => `-- $${index + 1} = ${JSON.stringify(value)}`)
      const planLines = plan ? statement.plan.split('\n').map((line) => `-- ${line}`) : []
      return [`-- ${field}`, ...planLines, ...parameters, `${statement.sql.replace(/;?\s*$/, '')};`].join('\n')
    })
    .join('\n\n')
}
