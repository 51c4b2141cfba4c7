/**
 * Statements compiled once for all questions of a shape: resolving, planning and writing SQL is done for the first of them, the others bring
 * their values. What values decide (which of two edges is the earlier) is part of what a statement is found by.
 */
import { LRUCache } from 'lru-cache'
import type { Catalog } from '../catalog/catalog.ts'
import { type Result, success } from '../issues/issue.ts'
import type { AnswerColumn } from '../query/answer.ts'
import { AskedTests } from '../query/asked-tests.ts'
import { passesNulls } from '../query/predicate.ts'
import { resolveTime } from '../query/resolve.ts'
import type { ResolvedQuery } from '../query/resolved-query.ts'
import type { Shape } from '../query/shape.ts'
import { type CompiledSlice, compileSlice, type Statement, type Target } from './compile.ts'
import { columnsOf } from './read-slice.ts'

/** A question in the parts that statements are found and filled by. */
export interface Question {
  readonly shape: Shape
  readonly asOf: string
  readonly timeZone: string
  readonly limit: number
  readonly offset: number
  readonly resolve: (tests: AskedTests) => Result<ResolvedQuery>
}

/** A question that is ready to run. */
export interface Prepared {
  readonly columns: readonly AnswerColumn[]
  readonly limit: number
  readonly offset: number
  /** As the answer says it. */
  readonly asOf: string
  /** Without dimensions and measures nothing is read: there is one group, or none where a condition on groups passes nothing. */
  readonly source:
    | { readonly kind: 'statement'; readonly statement: Statement }
    | { readonly kind: 'nothing'; readonly groups: number; readonly rowCount: boolean }
}

interface Known {
  readonly columns: readonly AnswerColumn[]
  readonly compiled: CompiledSlice
}

/** Statements of one shape, by what their values decided. */
const mostVariants = 8
/** Characters of SQL that are kept; of statements kept as trees, which take many times the room, much fewer. */
const mostText = 16_000_000
const mostTextOfTrees = 1_000_000

export class Statements {
  readonly #catalog: Catalog
  readonly #target: Target
  readonly #keepsTrees: boolean
  readonly #shapes: LRUCache<string, readonly Known[]>

  /** `keepsTrees`: for statements that become parts of others. */
  constructor(catalog: Catalog, target: Target, { keepsTrees = false }: { readonly keepsTrees?: boolean } = {}) {
    this.#catalog = catalog
    this.#target = target
    this.#keepsTrees = keepsTrees
    this.#shapes = new LRUCache({
      maxSize: keepsTrees ? mostTextOfTrees : mostText,
      sizeCalculation: (variants, key) => variants.reduce((size, { compiled }) => size + compiled.size, key.length),
    })
  }

  prepare(question: Question): Result<Prepared> {
    const { shape, limit, offset } = question
    const variants = this.#shapes.get(shape.key) ?? []
    for (const { columns, compiled } of variants) {
      const time = resolveTime(question, this.#catalog, compiled.tests)
      if (!time.ok) return time
      const { asOf } = time.value
      const tests = compiled.tests.valuesOf(shape.tests, time.value)
      const statement = tests === undefined ? undefined : compiled.filledWith({ asOf, limit, offset, tests })
      if (statement !== undefined) return success({ columns, limit, offset, asOf: asOf.echo, source: { kind: 'statement', statement } })
    }
    const resolved = question.resolve(new AskedTests(shape.tests))
    if (!resolved.ok) return resolved
    const { branches, having, rowCount, time } = resolved.value
    const columns = columnsOf(resolved.value)
    const asked = { columns, limit, offset, asOf: time.asOf.echo }
    if (branches.length === 0) {
      const groups = having === undefined || passesNulls(having) ? 1 : 0
      return success({ ...asked, source: { kind: 'nothing', groups, rowCount } })
    }
    const compiled = compileSlice(resolved.value, this.#target, this.#keepsTrees)
    this.#shapes.set(shape.key, [{ columns, compiled }, ...variants].slice(0, mostVariants))
    return success({ ...asked, source: { kind: 'statement', statement: compiled.now() } })
  }
}
