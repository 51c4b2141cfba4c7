/**
 * What a slice of a row means: the slice of everything by the row's key and about this key alone. Held for a page of rows at once and for each row by itself.
 */
import type { Ask } from './story.ts'

export interface RowSlices {
  /** Root fields of the entity: one row, a page of rows. */
  readonly one: string
  readonly page: string
  /** Fields of the key. */
  readonly key: readonly string[]
  /** Arguments of date and zone, where there are some. */
  readonly scope: string
  /** The field of a row. */
  readonly slice: string
  /** The field at the root; `where`: a filter of the entity. It selects `rowCount`. */
  readonly root: (asked: RootAsked) => string
  /** Without rows of the row there may be rows in its slice all the same: without a grain, and with `fill`. */
  readonly isOpen: boolean
}

export interface RootAsked {
  readonly where: string
  readonly isByKey: boolean
  /** Without it one sees which rows have groups at all. */
  readonly hasHaving: boolean
}

type Row = Readonly<Record<string, unknown>>
interface Raw {
  readonly data?: Readonly<Record<string, unknown>> | null
  readonly errors?: readonly unknown[]
}

/** Throws where they differ; how many slices were compared. */
export async function expectRowSlices(ask: Ask, asked: RowSlices): Promise<number> {
  const { one, page, key, scope, slice } = asked
  const whole = `{ page: ${page}(first: 5${scope === '' ? '' : `, ${scope}`}) { nodes { ${key.map((name) => `key_${name}: ${name}`).join(' ')} ${slice} } } }`
  const paged = (await ask.raw(whole)) as Raw
  const nodes = (paged.data?.page as { readonly nodes: readonly Row[] } | null)?.nodes
  if (nodes === undefined) throw new Error(`${whole}\n${JSON.stringify(paged.errors)}`)
  if (nodes.length === 0) return 0
  const keys = nodes.map((node) => key.map((name) => [name, JSON.stringify(node[`key_${name}`])] as const))
  const single = nodes.map((_, index) => `${keys[index]?.map(([name, value]) => `${name}: ${value}`).join(', ')}`)
  const fields = single.flatMap((values, index) => {
    const where = `{ ${keys[index]?.map(([name, value]) => `${name}: { eq: ${value} }`).join(', ')} }`
    return [
      `alone_${index}: ${one}(${[values, scope].filter(Boolean).join(', ')}) { ${slice} }`,
      `by_key_${index}: ${asked.root({ where, isByKey: true, hasHaving: true })}`,
      ...(asked.isOpen ? [`there_${index}: ${asked.root({ where, isByKey: true, hasHaving: false })}`] : []),
    ]
  })
  const nothing = `nothing: ${asked.root({ where: '{ or: [] }', isByKey: false, hasHaving: true })}`
  const alone = (await ask.raw(`{ ${fields.join('\n')} ${asked.isOpen ? nothing : ''} }`)) as Raw
  for (const index of nodes.keys()) {
    const isEmpty = (name: string) => (alone.data?.[`${name}_${index}`] as Row | null)?.rowCount === 0
    const expected = outcomeAt(alone, asked.isOpen && isEmpty('by_key') && isEmpty('there') ? ['nothing'] : [`by_key_${index}`])
    for (const [how, actual] of [
      ['on the page', outcomeAt(paged, ['page', 'nodes', index, 'slice'])],
      ['by itself', outcomeAt(alone, [`alone_${index}`, 'slice'])],
    ] as const) {
      if (isAlike(actual, expected)) continue
      throw new Error(`${single[index]} ${how}\n${slice}\n  is       ${JSON.stringify(actual)}\n  and not  ${JSON.stringify(expected)}`)
    }
  }
  return nodes.length
}

/** What is there, or that it is refused: the client's own question may be refused before it is asked by a key, with a code of its own. */
function outcomeAt({ data, errors = [] }: Raw, path: readonly (string | number)[]): unknown {
  const own = errors.filter((error) => path.every((name, index) => (Reflect.get(error as object, 'path') ?? [])[index] === name))
  if (own.length > 0) return own.every(isRefusal) ? 'refused' : own
  return path.reduce<unknown>((value, name) => (value as Readonly<Record<string, unknown>> | null)?.[name], data)
}

/** Our own mistakes have no code. */
function isRefusal(error: unknown): boolean {
  const { extensions } = error as { readonly extensions?: { readonly code?: string } }
  return extensions?.code !== undefined && extensions.code !== 'INTERNAL_SERVER_ERROR'
}

/** Floats may be added up in another order. */
function isAlike(a: unknown, b: unknown): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b
  const names = Object.keys(a)
  return names.length === Object.keys(b).length && names.every((name) => isAlike(Reflect.get(a, name), Reflect.get(b, name)))
}
