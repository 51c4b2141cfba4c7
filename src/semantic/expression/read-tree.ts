/** From the parser's tree to an expression: what is not handled here is not part of the language and is refused by name. */
import type { Span } from '../issues/issue.ts'
import { kindOf, numberOf, textOf } from './ast.ts'
import { branch } from './expression.ts'
import { numberType } from './literals.ts'
import type { Node } from './parser.ts'
import { readFunction } from './read-call.ts'
import { readOperator } from './read-operator.ts'
import { call, type Parsed, type Reading, refuse, spanOf, spanOfNode } from './reading.ts'
import { writtenType } from './written-types.ts'

type Content<K extends string> = Extract<Node, Record<K, unknown>>[K & keyof Extract<Node, Record<K, unknown>>]

export function readNode(node: Node, reading: Reading, where: Span): Parsed {
  const span = spanOfNode(node, reading, where)
  if ('ColumnRef' in node) return readColumn(node.ColumnRef, reading, span)
  if ('A_Const' in node) return readConstant(node, reading, span)
  if ('A_Expr' in node) return readOperator(node.A_Expr, reading, span)
  if ('FuncCall' in node) return readFunction(node.FuncCall, reading, span)
  if ('TypeCast' in node) return readCast(node.TypeCast, reading, span)
  if ('CaseExpr' in node) return readCase(node.CaseExpr, reading, span)
  if ('BoolExpr' in node) {
    const { boolop, args = [] } = node.BoolExpr
    const name = { AND_EXPR: 'and', OR_EXPR: 'or', NOT_EXPR: 'not' }[boolop ?? 'AND_EXPR']
    return call(
      name,
      args.map((argument) => reading.read(argument, span)),
      span,
    )
  }
  if ('NullTest' in node) {
    return call(node.NullTest.nulltesttype === 'IS_NULL' ? 'is_null' : 'is_not_null', [reading.read(node.NullTest.arg, span)], span)
  }
  if ('BooleanTest' in node) {
    const test = node.BooleanTest.booltesttype ?? 'IS_TRUE'
    return call(truthTests[test], [reading.read(node.BooleanTest.arg, span)], span)
  }
  if ('CoalesceExpr' in node)
    return call(
      'coalesce',
      (node.CoalesceExpr.args ?? []).map((value) => reading.read(value, span)),
      span,
    )
  if ('MinMaxExpr' in node) {
    const { op, args = [] } = node.MinMaxExpr
    return call(
      op === 'IS_LEAST' ? 'least' : 'greatest',
      args.map((value) => reading.read(value, span)),
      span,
    )
  }
  return refuseNode(node, reading, span)
}

const truthTests = {
  IS_TRUE: 'is_true',
  IS_NOT_TRUE: 'is_not_true',
  IS_FALSE: 'is_false',
  IS_NOT_FALSE: 'is_not_false',
  IS_UNKNOWN: 'is_null',
  IS_NOT_UNKNOWN: 'is_not_null',
} as const

const refused: Readonly<Record<string, readonly [what: string, fix?: string]>> = {
  SubLink: ['A sub-select', 'Values of other entities are read as `${entity.member}`.'],
  ParamRef: ['A parameter such as `$1`', 'Members are read as `${member}`, the date of the question as `${as_of}`.'],
  A_ArrayExpr: ['An array'],
  RowExpr: ['A list of values'],
  CollateClause: ['`collate`', 'Text is always compared by code point.'],
  A_Indirection: ['A subscript or the field of a value'],
  NamedArgExpr: ['An argument by name'],
  GroupingFunc: ['`grouping`'],
}

const dates = ['SVFOP_CURRENT_DATE', 'SVFOP_CURRENT_TIME', 'SVFOP_CURRENT_TIMESTAMP', 'SVFOP_LOCALTIME', 'SVFOP_LOCALTIMESTAMP']

function refuseNode(node: Node, reading: Reading, span: Span): Parsed {
  if ('SQLValueFunction' in node) {
    const operation = node.SQLValueFunction.op ?? ''
    const name = operation.replace('SVFOP_', '').replace(/_N$/, '').toLowerCase()
    const isDate = dates.includes(operation.replace(/_N$/, ''))
    return refuse(reading, span, `\`${name}\``, isDate ? 'The date of the question is `${as_of}`.' : undefined)
  }
  const kind = kindOf(node)
  const [what, fix] = refused[kind] ?? [`\`${kind}\``]
  return refuse(reading, span, what, fix)
}

function readColumn({ fields = [], location }: Content<'ColumnRef'>, reading: Reading, span: Span): Parsed {
  const offset = reading.offsetOf(location)
  const reference = reading.references.get(offset)
  const names = fields.map(textOf)
  const [column] = names
  if (reference !== undefined && names.length === 1) {
    reading.found.add(offset)
    return reference === 'as_of' ? { kind: 'as_of', type: 'unknown', span } : { kind: 'reference', reference, type: 'unknown', span }
  }
  if (names.some((name) => name === undefined)) return refuse(reading, span, '`*`')
  if (names.length > 1 || column === undefined) {
    const name = names.join('.')
    return refuse(reading, span, `Column \`${name}\` with a table in front`, `A member of another entity is \`\${${name}}\`.`)
  }
  return { kind: 'reference', reference: { kind: 'column', column, span }, type: 'unknown', span }
}

function readConstant(node: Extract<Node, { A_Const: unknown }>, reading: Reading, span: Span): Parsed {
  const { isnull, boolval, sval } = node.A_Const
  if (isnull) return { kind: 'literal', value: null, type: 'null', span }
  if (boolval !== undefined) return { kind: 'literal', value: boolval.boolval ?? false, type: 'boolean', span }
  if (sval !== undefined) return { kind: 'literal', value: sval.sval ?? '', type: 'string', span }
  const number = numberOf(node)
  if (number === undefined) return refuse(reading, span, 'A text of bits')
  const type = numberType(number)
  if (type === undefined) return refuse(reading, span, `The number \`${number}\``, 'Numbers are decimal, with at most 38 digits.')
  return { kind: 'literal', value: number, type, span }
}

function readCast({ arg, typeName }: Content<'TypeCast'>, reading: Reading, where: Span): Parsed {
  const argument = reading.read(arg, where)
  const span = argument.span ?? where
  const written = writtenType(typeName ?? {})
  if ('refused' in written) return refuse(reading, spanOf(typeName?.location, reading, span), written.refused, written.fix)
  return { kind: 'cast', argument, span, ...written }
}

function readCase({ arg, args = [], defresult }: Content<'CaseExpr'>, reading: Reading, span: Span): Parsed {
  const branches = args.flatMap((written) => {
    if (!('CaseWhen' in written)) return []
    const when = reading.read(written.CaseWhen.expr, span)
    // `case x when 1` is `case when x = 1`.
    const condition = arg === undefined ? when : call('=', [reading.read(arg, span), when], when.span ?? span)
    return [branch(condition, reading.read(written.CaseWhen.result, span))]
  })
  return { kind: 'case', branches, type: 'unknown', span, ...(defresult && { otherwise: reading.read(defresult, span) }) }
}
