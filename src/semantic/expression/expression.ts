/**
 * An SQL expression of the model as data: a closed set of nodes, each with its type, nothing in it that an allow-list has not passed.
 *
 *   text -parse-> Expression<ParsedReference> -check-> Expression<R>, types filled -toSql-> Kysely
 *
 * `R` is what a reference means at that stage: a name as written, a member of the catalog, a column of a plan.
 */
import type { Bindable } from '../dialect/late.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { Span } from '../issues/issue.ts'

/** `unknown`: a column whose type only the database knows; `null`: the literal; both fit everywhere. `interval` never leaves an expression. */
export type ExpressionType = ValueType | 'interval' | 'unknown' | 'null'

/** A reference as written. `${state}`: member; `${customer.state}`: member of another entity; `state`: a column of the entity's own table. */
export type ParsedReference =
  | { readonly kind: 'member'; readonly entity?: string; readonly member: string; readonly span: Span }
  | { readonly kind: 'column'; readonly column: string; readonly span: Span }

interface Node {
  readonly type: ExpressionType
  /** Where it was written: the operator, the function's name, the value. */
  readonly span?: Span
}

export type AggregateName = 'count' | 'count_distinct' | 'sum' | 'avg' | 'min' | 'max' | 'median' | 'percentile'

export type Aggregate<R> = Extract<Expression<R>, { readonly kind: 'aggregate' }>

export type Expression<R> = Node &
  (
    | { readonly kind: 'reference'; readonly reference: R }
    /** Numbers as text, exactly as written; null as null. */
    | { readonly kind: 'literal'; readonly value: string | boolean | null }
    /** The question's date: its local day where a date is meant (`type: 'date'`), else its instant. */
    | { readonly kind: 'as_of' }
    /** A day or an instant that the question works out to: bound, never written into the text. */
    | { readonly kind: 'parameter'; readonly value: Bindable<string> }
    /** A function of the allow-list, by its canonical lower-case name. Operators are calls too: `+`, `/`, `=`, `and`, `is_distinct_from`, `like`, ... */
    | { readonly kind: 'call'; readonly name: string; readonly arguments: readonly Expression<R>[] }
    | {
        readonly kind: 'case'
        readonly branches: readonly { readonly when: Expression<R>; readonly then: Expression<R> }[]
        readonly otherwise?: Expression<R>
      }
    /** Precision and scale of a decimal, where written: `numeric(12, 2)`. */
    | {
        readonly kind: 'cast'
        readonly argument: Expression<R>
        readonly decimal?: { readonly precision: number; readonly scale: number }
      }
    /** An aggregate inside a `number` measure: count(*), sum(x), count(distinct x) filter (where ...). */
    | {
        readonly kind: 'aggregate'
        readonly name: AggregateName
        readonly argument?: Expression<R>
        readonly fraction?: number
        readonly filter?: Expression<R>
      }
  )

export type Branch<R> = Extract<Expression<R>, { readonly kind: 'case' }>['branches'][number]

/** One `when ... then ...` of a case. */
export function branch<R>(when: Expression<R>, then: Expression<R>): Branch<R> {
  return { when, then }
}
