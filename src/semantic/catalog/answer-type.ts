/** The type of a measure's answers: what it computes, or what `returns` says where that holds every value. */
import type { ValueType } from '../dialect/value-type.ts'
import type { ExpressionType } from '../expression/expression.ts'
import { failure, issue, type Result, type Span, type Spanned, success } from '../issues/issue.ts'
import type { MeasureDeclaration } from '../model/model.ts'

/** Where the model says what a measure is made from. */
export function madeAt({ sql, from, name }: MeasureDeclaration): Span {
  const made = from === undefined ? sql : from.kind === 'conversion' ? from.to : from.of
  return (made ?? name).span
}

/** `returns` where it keeps the value, else the type computed. */
export function answerType(declaration: MeasureDeclaration, computed: ExpressionType, owner: string): Result<ValueType> {
  const wanted = declaration.returns
  if (wanted === undefined) {
    if (computed !== 'interval' && computed !== 'unknown' && computed !== 'null') return success(computed)
    return failure(
      issue(
        'TYPE_MISMATCH',
        { what: `\`${owner}\``, expected: 'a value with a type; `returns` names it', actual: computed },
        madeAt(declaration),
      ),
    )
  }
  if (declaration.from !== undefined) return sameType(wanted, computed, owner)
  const isCounted = isWhole(computed)
  if (isAssignable(computed, wanted.value) || (isCounted && wanted.value === 'integer')) return success(wanted.value)
  // Rounding is said where it happens, with its digits: a cast in `sql`.
  const isRounded = declaration.type.value === 'number' && isNumeric(computed) && isNumeric(wanted.value)
  const expected = `a type that holds ${computed}${isRounded ? ' (a cast in `sql` says how it is rounded)' : ''}`
  return failure(issue('TYPE_MISMATCH', { what: `\`returns\` of \`${owner}\``, expected, actual: wanted.value }, wanted.span))
}

/** Values of another measure stay as they are; whole numbers differ only in how many fit. */
function sameType(wanted: Spanned<ValueType>, computed: ExpressionType, owner: string): Result<ValueType> {
  if (wanted.value === computed || (isWhole(wanted.value) && isWhole(computed))) return success(wanted.value)
  const expected = isWhole(computed) ? 'integer or bigint' : computed
  return failure(issue('TYPE_MISMATCH', { what: `\`returns\` of \`${owner}\``, expected, actual: wanted.value }, wanted.span))
}

function isWhole(type: ExpressionType): boolean {
  return type === 'integer' || type === 'bigint'
}

function isNumeric(type: ExpressionType): boolean {
  return isWhole(type) || type === 'decimal' || type === 'float'
}

/** Every value of `from` is one of `to`. */
export function isAssignable(from: ExpressionType, to: ValueType): boolean {
  if (from === to || from === 'unknown' || from === 'null') return true
  const widening: Partial<Record<ExpressionType, readonly ValueType[]>> = {
    integer: ['bigint', 'decimal', 'float'],
    bigint: ['decimal', 'float'],
    decimal: ['float'],
  }
  return widening[from]?.includes(to) ?? false
}
