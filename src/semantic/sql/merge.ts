/**
 * Branches of one grain put together.
 *
 * UNION ALL + GROUP BY, not FULL JOIN: PostgreSQL cannot FULL JOIN on IS NOT DISTINCT FROM, and USING() would split the NULL group in two.
 * See test/soundness/null-groups.test.ts.
 */
import { sql } from 'kysely'
import type { Sql, SqlInput } from '../dialect/dialect.ts'
import type { AnySelect } from '../dialect/kysely.ts'
import type { ValueType } from '../dialect/value-type.ts'
import { InternalError } from '../issues/issue.ts'
import type { Merge } from '../plan/plan.ts'
import type { Block } from './block.ts'
import type { SqlContext } from './context.ts'
import { stepOf } from './steps.ts'
import { type Needed, type PlanRenderer, read } from './to-kysely.ts'

const makesGroup = 'makes_group'

export function mergeToBlock(plan: Merge, needed: Needed, renderer: PlanRenderer): Block {
  const { context } = renderer
  if (plan.keys.length === 0) return sideBySide(plan, needed, renderer)
  const measures = plan.measures.filter(({ name }) => needed.has(name))
  if (plan.disjoint)
    return appended(
      plan,
      [...plan.keys, ...measures].map(({ name }) => name),
      renderer,
    )
  const someOnlyAdd = plan.inputs.some((input) => !input.makesGroups)
  const wanted = new Set([...plan.keys, ...measures].map(({ name }) => name))
  const selects = plan.inputs.map(({ plan: input, makesGroups }) => {
    const branch = renderer.closed(input, wanted)
    const columns = new Map<string, SqlInput>()
    for (const { name } of plan.keys) columns.set(name, read(branch.columns)(name))
    for (const { name, type } of measures) columns.set(name, branch.columns.get(name) ?? context.dialect.nullOf(type))
    if (someOnlyAdd) columns.set(makesGroup, sql`${sql.lit(makesGroups)}`)
    return context.select({ ...branch, columns })
  })
  const names = [...plan.keys, ...measures].map(({ name }) => name)
  const rows = context.read(context.addStep('branches', unionAll(selects)), someOnlyAdd ? [...names, makesGroup] : names)
  const columns = new Map<string, SqlInput>()
  for (const { name } of plan.keys) columns.set(name, read(rows.columns)(name))
  for (const { name, type, ofNoRows } of measures) columns.set(name, picked(read(rows.columns)(name), type, ofNoRows, context))
  const having = someOnlyAdd ? [sql`bool_or(${read(rows.columns)(makesGroup)})`] : []
  return { ...rows, columns, grouped: { keys: plan.keys.length, having } }
}

function appended(plan: Merge, names: readonly string[], renderer: PlanRenderer): Block {
  const { context } = renderer
  const selects = plan.inputs.map(({ plan: input }) => {
    const block = renderer.block(input, new Set(names))
    return context.select({ ...block, columns: new Map(names.map((name) => [name, read(block.columns)(name)])) })
  })
  return context.read(context.addStep(stepOf(plan), unionAll(selects)), names)
}

function unionAll([first, ...others]: readonly AnySelect[]): AnySelect {
  if (first === undefined) throw new InternalError('A merge of nothing')
  return others.reduce((query, select) => query.unionAll(select), first)
}

/** Without keys every branch is one row, whatever it found: they stand beside each other. */
function sideBySide(plan: Merge, needed: Needed, renderer: PlanRenderer): Block {
  const [first, ...others] = plan.inputs.map(({ plan: input }) => renderer.closed(input, needed))
  if (first === undefined) throw new InternalError('A merge of nothing')
  return {
    ...first,
    joins: others.map(({ from }) => ({ kind: 'cross', right: from })),
    columns: new Map([first, ...others].flatMap(({ columns }) => [...columns].filter(([name]) => needed.has(name)))),
  }
}

/** The one value a branch has for the group; typed, because PostgreSQL has no max of boolean. */
function picked(column: SqlInput, type: ValueType, ofNoRows: 0 | null, { dialect }: SqlContext): Sql {
  const value =
    type === 'boolean' ? sql`bool_or(${column})` : type === 'string' ? sql`max(${dialect.textOrder(column)})` : sql`max(${column})`
  return ofNoRows === 0 ? sql`coalesce(${value}, 0)` : value
}
