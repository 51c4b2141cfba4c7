/** `semi_additive` of an aggregate: the instant kept, and the values that have one each. */
import type { Expression } from '../expression/expression.ts'
import { failure, type Result, type Spanned, success } from '../issues/issue.ts'
import type { SemiAdditiveDeclaration } from '../model/model.ts'
import type { MemberReference, SemiAdditive } from './catalog.ts'
import { dimensionExpression, type Place } from './expressions.ts'
import { splitName } from './measure-names.ts'
import { timesNeeded } from './times-needed.ts'

export function semiAdditiveOf({ keep, per, span }: SemiAdditiveDeclaration, place: Place): Result<SemiAdditive> {
  const values = per.map((name) => valueNamed(name, place))
  const issues = [
    ...timesNeeded([place.entity.name], '`semi_additive`', span, place.drafts),
    ...values.flatMap((value) => (value.ok ? [] : value.issues)),
  ]
  return issues.length > 0 ? failure(...issues) : success({ keep, per: values.flatMap((value) => (value.ok ? [value.value] : [])) })
}

function valueNamed({ value, span }: Spanned<string>, place: Place): Result<Expression<MemberReference>> {
  const { entityName, name } = splitName(value, place.entity.name)
  return dimensionExpression({ kind: 'member', ...(value.includes('.') && { entity: entityName }), member: name, span }, place)
}
