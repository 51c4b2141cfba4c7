/** `tessera sample`: a generated customer base, written into the configured database. */
import { type Command, InvalidArgumentError } from 'commander'
import { type SampleOptions, sampleDefaults } from '../sample/options.ts'
import { generating, writeSampleInto } from '../server/sample-database.ts'
import { orFail } from './failure.ts'
import { createProgress } from './progress.ts'
import { note, type Terminal } from './terminal.ts'
import { configOf } from './workspace.ts'

export function addSample(program: Command, terminal: Terminal): void {
  program
    .command('sample')
    .description(
      'generate a customer base into the configured database (tables `customer`, `activity_stream`, `engagement_stream`, `product` and `store`)',
    )
    .option('--customers <number>', 'how many customers', wholeNumber, sampleDefaults.customers)
    .option(
      '--activities <number>',
      `how many activities (default: ${sampleDefaults.activitiesPerCustomer} for each customer)`,
      wholeNumber,
    )
    .option('--seed <number>', 'another seed is another base of the same kind', wholeNumber, sampleDefaults.seed)
    .option('--until <day>', 'the last day, as YYYY-MM-DD; the base covers the three years before', sampleDefaults.until)
    .addHelpText(
      'after',
      '\nExamples:\n  tessera sample\n  DATABASE_URL=duckdb:big.duckdb tessera sample --customers 100000 --activities 5000000\n  DATABASE_URL=postgres://localhost/crm tessera sample --customers 10000 --seed 7\n',
    )
    .action(async (options: SampleOptions, command: Command) => {
      const config = configOf(command, terminal)
      const progress = createProgress(terminal)
      const written = await writeSampleInto(config, options, (done, of) => progress.update(generating, done / of))
      progress.stop()
      const { customers, activities, engagements } = orFail(written)
      note(terminal, `Written: ${customers} customers, ${activities} activities and ${engagements} engagements.`)
    })
}

function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError('A whole number is expected.')
  return Number(text)
}
