/** A slice as text, made from response paths: `eCommerce.orderDateMonth` is asked for in `by` and under `rows`. */
import { toEnumValue } from '../../src/semantic/catalog/names.ts'
import type { Ask } from '../support/story.ts'
import { type Cell, type CellType, type Row, spell, spellingOf } from './compare.ts'

export interface Question {
  /** Dotted paths of dimensions and buckets. */
  readonly by: readonly string[]
  readonly measures: readonly string[]
  /** Conditions that all hold, as GraphQL. */
  readonly where: readonly string[]
  readonly orderBy: readonly { readonly path: string; readonly direction: 'ASC' | 'DESC' }[]
  readonly limit?: number
  readonly offset?: number
}

export interface Answer {
  /** The cells of these paths. */
  rowsOf(paths: readonly string[]): readonly Row[]
  typesOf(paths: readonly string[]): readonly CellType[]
  readonly rowCount: number
}

type Group = Readonly<Record<string, Cell>>
interface Slice {
  readonly rows: readonly Readonly<Record<string, Group>>[]
  readonly columns: readonly { readonly path: string; readonly type: CellType }[]
  readonly rowCount: number
}

/** What we answer, or why the question is refused. */
export async function answerTo(question: Question, ask: Ask): Promise<Answer> {
  const slice = (await ask(documentOf(question))) as Slice
  const types = new Map(slice.columns.map(({ path, type }) => [path, type]))
  return {
    rowsOf: (paths) => slice.rows.map((row) => paths.map((path) => cellAt(row, path))),
    typesOf: (paths) => paths.map((path) => types.get(path) ?? missing(path)),
    rowCount: slice.rowCount,
  }
}

/** Ours and theirs in one spelling, column by column of `paths`. */
export function inOneSpelling(answer: Answer, theirs: readonly Row[], paths: readonly string[], ordered: boolean) {
  const spellings = answer.typesOf(paths).map((type, column) =>
    spellingOf(
      type,
      theirs.map((row) => row[column] ?? null),
    ),
  )
  return { ours: spell(answer.rowsOf(paths), spellings, ordered), theirs: spell(theirs, spellings, ordered) }
}

export function documentOf({ by, measures, where, orderBy, limit, offset }: Question): string {
  const order = orderBy.map(({ path, direction }) => nested(path, direction))
  const clauses = [
    `by: { ${groups(by, (members) => `[${members.map(toEnumValue).join(', ')}]`)} }`,
    where.length > 0 && `where: { and: [${where.join(', ')}] }`,
    order.length > 0 && `orderBy: [${order.join(', ')}]`,
    limit !== undefined && `limit: ${limit}`,
    offset !== undefined && `offset: ${offset}`,
  ].filter((clause) => clause !== false)
  return `{ slice(${clauses.join(', ')}) {
    rows { ${selection([...by, ...measures])} }
    columns { path type } rowCount } }`
}

/** `orderSize.amount` and a leaf -> `{ orderSize: { amount: leaf } }`. */
export function nested(path: string, leaf: string): string {
  const [group, member] = split(path)
  return `{ ${group}: { ${member}: ${leaf} } }`
}

function groups(paths: readonly string[], print: (members: readonly string[]) => string): string {
  const byGroup = new Map<string, Set<string>>()
  for (const [group, member] of paths.map(split)) byGroup.set(group, (byGroup.get(group) ?? new Set()).add(member))
  return [...byGroup].map(([group, members]) => `${group}: ${print([...members])}`).join(' ')
}

function selection(paths: readonly string[]): string {
  return groups(paths, (members) => `{ ${members.join(' ')} }`).replaceAll(': {', ' {')
}

function cellAt(row: Readonly<Record<string, Group>>, path: string): Cell {
  const [group, member] = split(path)
  const cell = row[group]?.[member]
  return cell === undefined ? missing(path) : cell
}

function split(path: string): readonly [group: string, member: string] {
  const [group = '', member = ''] = path.split('.')
  return [group, member]
}

function missing(path: string): never {
  throw new Error(`The answer has no ${path}`)
}
