/**
 * Questions about the rows themselves, one aggregate statement each: how often the values of some dimensions repeat, and what refers to nothing.
 *
 *   customer.email            -> rows, rows without it, rows that share it with another row
 *   purchase.customer_id -> customer.customer_id   -> rows without it, rows whose value no customer has
 *
 * Both group first and join after: five million purchases of a hundred thousand customers are joined as a hundred thousand.
 */
import { type CompiledQuery, sql } from 'kysely'
import type { Catalog, Dimension, Entity } from '../catalog/catalog.ts'
import type { Sql, SqlInput } from '../dialect/dialect.ts'
import type { AnyKysely } from '../dialect/kysely.ts'
import { compared } from '../dialect/stored-text.ts'
import { InternalError } from '../issues/issue.ts'
import { planContext } from '../plan/context.ts'
import { Relation } from '../plan/relation.ts'
import { resolveQuery } from '../query/resolve.ts'
import { type Block, compiledNow } from '../sql/block.ts'
import { SqlContext, type SqlTarget } from '../sql/context.ts'
import { PlanRenderer, read } from '../sql/to-kysely.ts'
import { decoderOf } from './decode.ts'

/** Where the questions are asked, and the date that `${as_of}` in an expression means. Rows later than it are looked at as well. */
export interface DataSource extends SqlTarget {
  readonly kysely: AnyKysely
  readonly asOf: string
}

/** Dimensions that identify something together. */
export interface Fields {
  readonly entity: Entity
  readonly dimensions: readonly Dimension[]
}

export interface RepeatedValues {
  readonly rows: number
  /** A value is missing, or a part of it. */
  readonly nullRows: number
  /** Another row has the same value. */
  readonly repeatedRows: number
  readonly examples: readonly string[]
}

export interface MissingTargets {
  readonly nullRows: number
  /** No row of the target has the value. */
  readonly orphanRows: number
  readonly examples: readonly string[]
}

const copies = 'copies'
const maximumExamples = 3

export class DataQuestions {
  readonly #catalog: Catalog
  readonly #source: DataSource

  constructor(catalog: Catalog, source: DataSource) {
    this.#catalog = catalog
    this.#source = source
  }

  async repeatedValues(fields: Fields): Promise<RepeatedValues> {
    const { row, examples } = await this.#ask(fields, (question) => {
      const values = question.distinct(fields)
      const present = isPresent(values.fields)
      const isRepeated = sql`${values.copies} > 1 and ${present}`
      return {
        block: values.block,
        counts: {
          all_rows: total(values.copies),
          null_rows: total(values.copies, sql`not (${present})`),
          found_rows: total(values.copies, isRepeated),
        },
        found: isRepeated,
        examples: values.fields,
        order: [sql`${values.copies} desc`],
      }
    })
    return { rows: Number(row.all_rows), nullRows: Number(row.null_rows), repeatedRows: Number(row.found_rows), examples }
  }

  async missingTargets(from: Fields, to: Fields): Promise<MissingTargets> {
    const { row, examples } = await this.#ask(from, (question) => {
      const references = question.distinct(from)
      const targets = question.distinct(to)
      const present = isPresent(references.fields)
      const on = references.fields.flatMap((field, index) => {
        const target = targets.fields[index]
        return target === undefined ? [] : [compared(field, '=', target)]
      })
      const isOrphan = sql`${present} and ${targets.fields[0]} is null`
      return {
        block: { ...references.block, joins: [{ kind: 'left', right: targets.block.from, on }] },
        counts: { null_rows: total(references.copies, sql`not (${present})`), found_rows: total(references.copies, isOrphan) },
        found: isOrphan,
        examples: references.fields,
        order: [],
      }
    })
    return { nullRows: Number(row.null_rows), orphanRows: Number(row.found_rows), examples }
  }

  /** The counts; then a few values of the rows that were found, if there are any and they may be shown. */
  async #ask(fields: Fields, write: (question: Question) => Asked): Promise<{ row: Row; examples: readonly string[] }> {
    const counting = this.#question()
    const asked = write(counting)
    const [row] = await this.#run(counting.finish(asked.block, new Map(Object.entries(asked.counts))))
    if (row === undefined) throw new InternalError('Counting answered no row')
    const isPersonal = fields.dimensions.some(({ pii }) => pii)
    return { row, examples: Number(row.found_rows) === 0 || isPersonal ? [] : await this.#examples(fields, write) }
  }

  async #examples({ dimensions }: Fields, write: (question: Question) => Asked): Promise<readonly string[]> {
    const question = this.#question()
    const { block, found, examples, order } = write(question)
    const columns = new Map(examples.map((example, index) => [`value_${index + 1}`, example]))
    const byValue = examples.map((example, index) => (dimensions[index]?.type === 'string' ? question.dialect.textOrder(example) : example))
    const rows = await this.#run(
      question.finish(
        { ...block, where: [found], order: [...order, ...byValue.map((value) => sql`${value}`)], limit: maximumExamples },
        columns,
      ),
    )
    return rows.map((row) => {
      const parts = dimensions.map(({ type }, index) => String(decoderOf(type, this.#catalog.timeZone)(row[`value_${index + 1}`])))
      return shorten(parts.map((part) => (part === '' ? "''" : part)).join(', '))
    })
  }

  #question(): Question {
    return new Question(this.#catalog, this.#source)
  }

  async #run(query: CompiledQuery): Promise<readonly Row[]> {
    return (await this.#source.kysely.executeQuery<Row>(query)).rows
  }
}

type Row = Readonly<Record<string, unknown>>

interface Asked {
  readonly block: Block
  readonly counts: Readonly<Record<string, Sql>>
  /** Rows that examples are taken from. */
  readonly found: Sql
  readonly examples: readonly SqlInput[]
  readonly order: readonly Sql[]
}

/** One statement in the making. */
class Question {
  readonly #catalog: Catalog
  readonly #resolved: ReturnType<typeof emptyQuestion>
  readonly #renderer: PlanRenderer

  constructor(catalog: Catalog, source: DataSource) {
    this.#catalog = catalog
    this.#resolved = emptyQuestion(catalog, source.asOf)
    this.#renderer = PlanRenderer.of(new SqlContext(source, this.#resolved))
  }

  get dialect() {
    return this.#renderer.context.dialect
  }

  /** A step with each combination of values once, and the number of rows that have it. */
  distinct({ entity, dimensions }: Fields) {
    const { context } = this.#renderer
    const { names, time } = this.#resolved
    const relation = new Relation(entity, planContext({ catalog: this.#catalog, names, time }), 'all')
    const fields = dimensions.map((dimension) => relation.dimension(dimension).name)
    const rows = this.#renderer.block(relation.build(), new Set(fields))
    const columns = new Map<string, SqlInput>([...fields.map((name) => [name, read(rows.columns)(name)] as const), [copies, sql`count(*)`]])
    const step = `${entity.name}_by_${dimensions.map(({ name }) => name).join('_and_')}`
    const block = context.close({ ...rows, columns, grouped: { keys: fields.length, having: [] } }, step)
    return { block, fields: fields.map(read(block.columns)), copies: read(block.columns)(copies) }
  }

  finish(block: Block, columns: ReadonlyMap<string, SqlInput>): CompiledQuery {
    return compiledNow(this.#renderer.context.finish({ ...block, columns }))
  }
}

/** A question that reads nothing yet: the date, the zone and the names that every statement needs. */
export function emptyQuestion(catalog: Catalog, asOf: string) {
  const nothing = { by: [], measures: [], totals: [], orderBy: [], limit: 0, offset: 0, rowCount: false }
  const resolved = resolveQuery({ ...nothing, asOf, timeZone: catalog.timeZone }, catalog)
  if (!resolved.ok) throw new InternalError('The empty question was refused')
  return resolved.value
}

function isPresent(fields: readonly SqlInput[]): Sql {
  return sql`${sql.join(
    fields.map((field) => sql`${field} is not null`),
    sql.raw(' and '),
  )}`
}

function total(of: SqlInput, where?: Sql): Sql {
  const sum = sql`sum(${of})`
  return sql`coalesce(${where === undefined ? sum : sql`${sum} filter (where ${where})`}, 0)`
}

const longestExample = 60

function shorten(text: string): string {
  const characters = [...text]
  return characters.length > longestExample ? `${characters.slice(0, longestExample).join('')}…` : text
}
