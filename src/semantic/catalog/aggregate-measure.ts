/** Measures that aggregate rows of their own entity: the value, the filter, and which rows count. */
import { aggregationOf } from '../aggregation/index.ts'
import type { ValueType } from '../dialect/value-type.ts'
import type { ExpressionType } from '../expression/expression.ts'
import { failure, InternalError, issue, type Result, success } from '../issues/issue.ts'
import type { MeasureDeclaration } from '../model/model.ts'
import { madeAt } from './answer-type.ts'
import { conditionExpression, type Place, rowExpression } from './expressions.ts'
import type { Computed } from './measure-kinds.ts'
import { semiAdditiveOf } from './semi-additive.ts'

export function aggregateMeasure(declaration: MeasureDeclaration, place: Place): Result<Computed> {
  const aggregation = aggregationOf(declaration.type.value)
  if (aggregation === undefined) throw new InternalError(`No aggregation ${declaration.type.value}`)
  const argument = declaration.sql === undefined ? undefined : rowExpression(declaration.sql, place)
  const where = declaration.where === undefined ? undefined : conditionExpression(declaration.where, place)
  const semiAdditive = declaration.semiAdditive === undefined ? undefined : semiAdditiveOf(declaration.semiAdditive, place)
  const issues = [argument, where, semiAdditive].flatMap((result) => (result === undefined || result.ok ? [] : result.issues))
  if (issues.length > 0) return failure(...issues)
  const argumentType = argument?.ok ? argument.value.type : undefined
  const known = argumentType === undefined ? undefined : aggregation.accepts.find((type) => type === argumentType)
  // Any column can be counted; what else is done with a value depends on its type.
  const isCounted = aggregation.ofNoRows === 0
  if (argumentType !== undefined && known === undefined && !(isCounted && argumentType === 'unknown')) {
    return failure(notAccepted(declaration, argumentType, aggregation.accepts, place.owner))
  }
  return success({
    type: aggregation.resultType(known),
    compute: {
      kind: 'aggregate',
      aggregation,
      ...(argument?.ok && { argument: argument.value }),
      ...(where?.ok && { where: where.value }),
      ...(declaration.percentile && { fraction: declaration.percentile.value }),
      ...(semiAdditive?.ok && { semiAdditive: semiAdditive.value }),
    },
  })
}

function notAccepted(declaration: MeasureDeclaration, actual: ExpressionType, accepts: readonly ValueType[], owner: string) {
  const what = `\`${owner}\` (${declaration.type.value})`
  const span = madeAt(declaration)
  if (actual !== 'unknown') return issue('TYPE_MISMATCH', { what, expected: accepts.join(', '), actual }, span)
  return issue(
    'TYPE_MISMATCH',
    { what, expected: 'a dimension, whose type is declared, or a cast', actual: 'a column of unknown type' },
    span,
  )
}
