/** ResolvedQuery -> one statement, with what is needed to fill it for other questions and to read what comes back. */
import type { RootOperationNode } from 'kysely'
import type { AnyKysely } from '../dialect/kysely.ts'
import { Late, nowOf, type QuestionValues } from '../dialect/late.ts'
import { planSlice } from '../plan/build.ts'
import { checkPlan } from '../plan/check.ts'
import { entitiesRead } from '../plan/inputs.ts'
import type { SlicePlan } from '../plan/plan.ts'
import { printSlicePlan } from '../plan/print.ts'
import type { AskedTests } from '../query/asked-tests.ts'
import type { ResolvedQuery } from '../query/resolved-query.ts'
import type { SqlTarget } from '../sql/context.ts'
import { sliceToSql } from '../sql/slice.ts'
import { readerOf, type SliceReader } from './read-slice.ts'

export interface Target extends SqlTarget {
  readonly kysely: AnyKysely
}

/** A statement with the values of one question. */
export interface Statement {
  readonly text: string
  readonly parameters: readonly unknown[]
  /** The same as a tree, to be put into another; its parameters wait for their values. Only where it was asked for: it is large. */
  readonly tree?: RootOperationNode
  /** Names of its columns. */
  readonly columns: readonly string[]
  /** Parameters that say nothing but "rows of this entity after asOf are not there yet". */
  readonly asOfBounds: readonly { readonly position: number; readonly entity: string }[]
  /** Entities whose rows are read. */
  readonly entities: readonly string[]
  readonly reader: SliceReader
}

/** A statement for every question of one shape whose values decide alike. */
export class CompiledSlice {
  readonly tests: AskedTests
  /** Late where they are values of the question. */
  readonly #parameters: readonly unknown[]
  readonly #statement: Omit<Statement, 'parameters'>

  constructor(resolved: ResolvedQuery, plan: SlicePlan, target: Target, keepsTree = false) {
    const { query, ...places } = sliceToSql(plan, resolved, target)
    this.tests = resolved.tests
    this.#parameters = query.parameters
    this.#statement = {
      text: query.sql,
      ...(keepsTree && { tree: query.query }),
      columns: places.columns,
      asOfBounds: query.parameters.flatMap((parameter, position) => {
        const entity = parameter instanceof Late ? parameter.asOfBoundOf : undefined
        return entity === undefined ? [] : [{ position, entity }]
      }),
      entities: entitiesRead([plan.page, plan.groups, ...(plan.totals === undefined ? [] : [plan.totals])]),
      reader: readerOf(places, resolved),
    }
  }

  /** Characters of SQL. */
  get size(): number {
    return this.#statement.text.length
  }

  /** For the question it was compiled for. */
  now(): Statement {
    return { ...this.#statement, parameters: this.#parameters.map(nowOf) }
  }

  /** Undefined where the values decide otherwise: their statement is another. */
  filledWith(values: QuestionValues): Statement | undefined {
    if (!this.tests.decisions.every((holds) => holds(values))) return undefined
    return { ...this.#statement, parameters: this.#parameters.map((value) => (value instanceof Late ? value.of(values) : value)) }
  }
}

export function compileSlice(resolved: ResolvedQuery, target: Target, keepsTree: boolean): CompiledSlice {
  return new CompiledSlice(resolved, checkedPlan(resolved), target, keepsTree)
}

/** The plan as an indented tree beside the statement, to read. */
export function explainSlice(resolved: ResolvedQuery, target: Target): { readonly plan: string; readonly statement: Statement } {
  const plan = checkedPlan(resolved)
  return { plan: printSlicePlan(plan), statement: new CompiledSlice(resolved, plan, target).now() }
}

function checkedPlan(resolved: ResolvedQuery): SlicePlan {
  const plan = planSlice(resolved)
  checkPlan(plan)
  return plan
}
