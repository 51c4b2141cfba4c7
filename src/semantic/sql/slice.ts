/**
 * A slice in one statement: the page of groups, beside it the grand total and the number of groups where they are asked for.
 *
 *   with groups as (...), page as (select ... from groups order by ... limit ...), totals as (...), counted as (select count(*) ... from groups)
 *   select ... from totals cross join counted left join page on true
 *
 * One statement, so that all three are answers about the same data.
 */
import { type CompiledQuery, sql } from 'kysely'
import type { SqlInput } from '../dialect/dialect.ts'
import type { SlicePlan } from '../plan/plan.ts'
import type { ResolvedQuery } from '../query/resolved-query.ts'
import { type Block, sortKey } from './block.ts'
import { SqlContext, type SqlTarget } from './context.ts'
import { PlanRenderer, read } from './to-kysely.ts'

/** The statement and where its answers are: names of result columns. */
export interface SliceStatement {
  /** Parameters are late where they are values of the question. */
  readonly query: CompiledQuery
  /** Of a row, in their order. */
  readonly columns: readonly string[]
  readonly totals: readonly string[]
  readonly rowCount?: string
  /** Null in the row that carries totals of a page without rows; absent when every row is a row. */
  readonly isRow?: string
  /** The row's place among those of its part. */
  readonly place?: string
}

export function sliceToSql(plan: SlicePlan, query: ResolvedQuery, target: SqlTarget): SliceStatement {
  return PlanRenderer.render(plan.totals === undefined ? [plan.page] : [plan.page, plan.totals], (rendererIn, isTrial) => {
    const asked = isTrial ? { ...query, names: query.names.copy() } : query
    return drawSlice(plan, asked, rendererIn(new SqlContext(target, asked)))
  })
}

function drawSlice(plan: SlicePlan, query: ResolvedQuery, renderer: PlanRenderer): SliceStatement {
  const shown = [...query.grain, ...query.measures, ...query.order.map(({ column }) => ({ name: column }))].map(({ name }) => name)
  const needed = new Set([...shown, ...Object.values(plan.parts ?? {}).flat()])
  if (plan.totals === undefined && !plan.rowCount) {
    // Totals of parts are held against the groups that the page is of.
    if (plan.parts !== undefined && plan.parts.totals.length > 0) renderer.share(plan.groups, 'groups', new Set(shown))
    const block = renderer.block(plan.page, needed)
    const columns = new Map([...needed].map((name) => [name, read(block.columns)(name)]))
    const text = renderer.context.finish({ ...block, columns }).compile()
    return { query: text, columns: [...columns.keys()], totals: [], ...plan.parts }
  }
  return withTotals(plan, query, renderer, needed)
}

function withTotals(plan: SlicePlan, query: ResolvedQuery, renderer: PlanRenderer, needed: ReadonlySet<string>): SliceStatement {
  const { context } = renderer
  const { names } = query
  const groups = renderer.share(plan.groups, 'groups', needed).from.alias
  const isRow = names.allocate('is_row')
  const pageBlock = renderer.block(plan.page, needed)
  const pageColumns = new Map([...[...needed].map((name) => [name, read(pageBlock.columns)(name)] as const), [isRow, sql`true`] as const])
  const page = context.read(context.addStep('page', context.select({ ...pageBlock, columns: pageColumns })), [...pageColumns.keys()])
  const columns = new Map<string, SqlInput>(page.columns)
  const oneRow: Block[] = []
  const totalNames = query.totals.map(({ name }) => names.allocate('total', name))
  if (plan.totals !== undefined) {
    const totals = context.close(renderer.block(plan.totals, new Set(query.totals.map(({ name }) => name))), 'totals')
    for (const [index, { name }] of query.totals.entries()) columns.set(totalNames[index] ?? name, read(totals.columns)(name))
    oneRow.push(totals)
  }
  const rowCount = names.allocate('row_count')
  if (plan.rowCount) {
    const counting: Block = { ...context.read(groups, []), columns: new Map([[rowCount, sql`count(*)`]]) }
    const counted = context.close(counting, 'counted')
    columns.set(rowCount, read(counted.columns)(rowCount))
    oneRow.push(counted)
  }
  const final = joinPage(oneRow, page, columns, query)
  return {
    query: context.finish(final).compile(),
    columns: [...columns.keys()],
    totals: totalNames,
    isRow,
    ...(plan.rowCount && { rowCount }),
  }
}

/** The one-row parts first, so that they are there when the page is empty. */
function joinPage(oneRow: readonly Block[], page: Block, columns: ReadonlyMap<string, SqlInput>, query: ResolvedQuery): Block {
  const [first, ...others] = oneRow
  const start = first ?? page
  return {
    from: start.from,
    joins: [
      ...others.map(({ from }) => ({ kind: 'cross' as const, right: from })),
      ...(first === undefined ? [] : [{ kind: 'left' as const, right: page.from, on: [sql`true`] }]),
    ],
    where: [],
    columns,
    order: query.order.map(({ column, ...how }) => sortKey(column, how)),
  }
}
