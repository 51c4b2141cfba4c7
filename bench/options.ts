/** The command line of the bench. Wrong usage ends with exit code 2 and the nearest right spelling. */
import { Command, InvalidArgumentError } from 'commander'
import { closest } from '../src/semantic/issues/suggest.ts'
import { questions } from './questions/index.ts'
import { type EngineName, engineNames, type Question } from './questions/question.ts'
import { type Kind, kinds } from './report/figure.ts'

export interface BenchOptions {
  readonly json: boolean
  readonly activities: number
  readonly customers: number
  readonly engines: readonly EngineName[]
  readonly questions: readonly Question[]
  readonly kinds: readonly Kind[]
  /** Activities of each base, for `growth`. */
  readonly growth: readonly number[]
  readonly samples?: number
  readonly postgres?: string
  readonly folder?: string
}

const usage = `
Examples:
  npm run bench                                          everything but growth, at 5 million activities
  npm run bench -- --kinds latency --engines postgres    one kind, one engine
  npm run bench -- --questions q1,q3 --samples 15        questions by name or by its beginning
  npm run -s bench -- --json > figures.jsonl             one JSON object a line
  npm run bench -- --kinds growth --growth 1e6,5e6,20e6  added milliseconds as the base grows

Questions:
${questions.map(({ name, title }) => `  ${name.padEnd(26)} ${title}`).join('\n')}
`

export function benchCommand(): Command {
  return new Command('npm run bench --')
    .description('Measures Tessera next to hand-written SQL on the same data: PostgreSQL and DuckDB, engine and HTTP.')
    .option('--json', 'one JSON object a line on standard output', false)
    .option('--activities <n>', 'activities in the base, such as 5e6', wholeNumber, 5_000_000)
    .option('--customers <n>', 'customers in the base', wholeNumber, 100_000)
    .option(
      '--engines <names>',
      `of ${engineNames.join(', ')}`,
      listOf('engine', engineNames, (name) => name),
      [...engineNames],
    )
    .option(
      '--questions <names>',
      'which questions',
      listOf('question', questions, ({ name }) => name),
      [...questions],
    )
    .option(
      '--kinds <names>',
      `of ${kinds.join(', ')}`,
      listOf('kind', kinds, (name) => name),
      kinds.filter((kind) => kind !== 'growth'),
    )
    .option('--growth <sizes>', 'activities of the bases of `growth`', sizes)
    .option('--samples <n>', 'rounds of each question (default: 7 of a heavy one, 40 of a small one, 7 of rows)', wholeNumber)
    .option('--postgres <url>', 'a PostgreSQL to use; the base gets a schema of its own there (default: one from npm, started for the run)')
    .option('--folder <path>', 'where bases are kept between runs (default: .bench)')
    .showSuggestionAfterError(true)
    .allowExcessArguments(false)
    .addHelpText('after', usage)
    .exitOverride()
}

/** Throws commander's error, also for --help. */
export function readOptions(args: readonly string[], command: Command = benchCommand()): BenchOptions {
  const { growth, ...given } = command.parse([...args], { from: 'user' }).opts<Omit<BenchOptions, 'growth'> & { growth?: number[] }>()
  if (growth === undefined) return { ...given, growth: [1_000_000, 5_000_000, 20_000_000] }
  return { ...given, growth, kinds: given.kinds.includes('growth') ? given.kinds : [...given.kinds, 'growth'] }
}

/** `5000000`, `5_000_000` or `5e6`. */
function wholeNumber(text: string): number {
  const value = Number(text.replaceAll('_', ''))
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('It is a whole number from 1 on, such as 5000000 or 5e6.')
  return value
}

function sizes(text: string): number[] {
  return text.split(',').map((size) => wholeNumber(size.trim()))
}

/** By name, or by a beginning that only one has. */
function listOf<T>(what: string, all: readonly T[], nameOf: (item: T) => string): (text: string) => T[] {
  const find = (name: string): T => {
    const exact = all.find((item) => nameOf(item) === name)
    const beginning = all.filter((item) => nameOf(item).startsWith(name))
    const found = exact ?? (beginning.length === 1 ? beginning[0] : undefined)
    if (found !== undefined) return found
    const names = all.map(nameOf)
    const nearest = closest(name, names)
    throw new InvalidArgumentError(
      `There is no ${what} \`${name}\`; ${nearest === undefined ? `there are ${names.join(', ')}` : `closest: \`${nearest}\``}.`,
    )
  }
  return (text) => [...new Set(text.split(',').map((name) => find(name.trim())))]
}
