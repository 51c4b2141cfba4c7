/** `freshness` of an entity or stream: how one sees that its rows have changed, so that an answer can be kept until then. */
import { type Key, mapping } from '../mapping.ts'
import { type DurationDeclaration, durationUnits, type FreshnessDeclaration } from '../model.ts'
import { oneOfWords, oneOrMore, text, wholeNumberWithin } from '../shape.ts'

const durationKeys = {
  n: { name: 'n', shape: wholeNumberWithin(1, 10_000), description: 'How many.', isRequired: true, example: 5 },
  unit: { name: 'unit', shape: oneOfWords(durationUnits), description: 'What is counted.', isRequired: true, example: 'minute' },
} satisfies Record<string, Key<unknown>>

const duration = mapping(
  {
    noun: '`keep_for` of `freshness`',
    description: 'How long an answer is kept. It may be as old as that: rows that change meanwhile are not seen.',
    example: 'keep_for: { n: 5, unit: minute }',
    keys: Object.values(durationKeys),
    rules: [],
  },
  (fields): DurationDeclaration | undefined => {
    const n = fields.read(durationKeys.n)
    const unit = fields.read(durationKeys.unit)
    return n === undefined || unit === undefined ? undefined : { n, unit: unit.value }
  },
)

const keys = {
  version: {
    name: 'version',
    shape: oneOrMore(text()),
    description:
      'Aggregates of columns of the table, over all its rows, whose values change with every change of the rows and never come back. They are asked before an answer is used again, so they should be quick: an index on `updated_at` makes its maximum so.',
    example: 'max(updated_at)',
  },
  keepFor: {
    name: 'keep_for',
    shape: duration,
    description: 'Answers are kept this long, whatever changes.',
    example: '{ n: 5, unit: minute }',
  },
} satisfies Record<string, Key<unknown>>

export const freshness = mapping(
  {
    noun: '`freshness`',
    description:
      'How one sees that rows have changed, for answers to be kept until then. On a stream it holds for all its activities. A database file that the program has opened for itself does not change and needs none; of PostgreSQL an answer is kept only where every entity it reads has one. A maximum alone does not see rows that are deleted, nor one that is committed after a later one: `[max(updated_at), count(*)]` sees both, unless rows are updated in transactions that overlap.',
    example: `freshness: { version: [max(updated_at), count(*)] } # or { keep_for: { n: 5, unit: minute } }`,
    keys: Object.values(keys),
    rules: [{ kind: 'one-of', alternatives: [['version'], ['keep_for']] }],
  },
  (fields): FreshnessDeclaration | undefined => {
    const version = fields.read(keys.version)
    const keepFor = fields.read(keys.keepFor)
    if (version !== undefined) return { kind: 'version', aggregates: version }
    return keepFor === undefined ? undefined : { kind: 'keep_for', ...keepFor }
  },
)

export const freshnessKey = {
  name: 'freshness',
  shape: freshness,
  description: 'How one sees that its rows have changed, so that answers can be kept until then.',
  default: 'none: answers from PostgreSQL are not kept; an activity has that of its stream',
  example: '{ version: max(updated_at) }',
} satisfies Key<unknown>
