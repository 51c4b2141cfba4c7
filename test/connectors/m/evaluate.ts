/**
 * Runs a document of Power Query's language M, as Microsoft's parser reads it: the part of the language that our query is written in.
 * Whatever is not in that part throws, so that nothing is taken for granted that Power Query might do otherwise.
 *
 * Lazy where M is (`let`, fields of records), strict in the items of lists. Sources: the M language specification, and for functions the reference of
 * each on learn.microsoft.com.
 */
import { DefaultSettings, type Language, TaskUtils } from '@microsoft/powerquery-parser'
import { kindOf, Lambda, type Lazy, lazy, Raised, Record, Type, the, type Value } from './values.ts'

type Node = Language.Ast.TNode

export async function evaluate(document: string, library: ReadonlyMap<string, Value>): Promise<Value> {
  const task = await TaskUtils.tryLexParse(DefaultSettings, document)
  if (!TaskUtils.isParseStageOk(task)) throw new Error('error' in task ? task.error.message : 'The document was not parsed.')
  const names = new Map([...library].map(([name, value]) => [name, async () => value] as const))
  return run(task.ast, new Scope(undefined, names))
}

/** A name means its variable, but inside of the variable's own definition that of the scope around, unless it is written `@name`. */
class Scope {
  readonly outer: Scope | undefined
  readonly variables: ReadonlyMap<string, Lazy>
  readonly own: string | undefined
  constructor(outer: Scope | undefined, variables: ReadonlyMap<string, Lazy>, own?: string) {
    this.outer = outer
    this.variables = variables
    this.own = own
  }
  find(name: string, inclusive: boolean): Lazy {
    const found = this.own === name && !inclusive ? undefined : this.variables.get(name)
    if (found !== undefined) return found
    if (this.outer === undefined) throw new Error(`The name \`${name}\` is not known`)
    return this.outer.find(name, inclusive)
  }
}

function defining(pairs: readonly { readonly name: string; readonly value: Node }[], scope: Scope): ReadonlyMap<string, Lazy> {
  const variables = new Map<string, Lazy>()
  for (const { name, value } of pairs) {
    if (variables.has(name)) throw new Error(`\`${name}\` stands twice`)
    variables.set(
      name,
      lazy(() => run(value, new Scope(scope, variables, name))),
    )
  }
  return variables
}

async function run(node: Node, scope: Scope): Promise<Value> {
  switch (node.kind) {
    case 'LetExpression': {
      const pairs = node.variableList.elements.map(({ node: pair }) => ({ name: nameOf(pair.key.literal), value: pair.value }))
      return run(node.expression, new Scope(scope, defining(pairs, scope)))
    }
    case 'RecordExpression': {
      const pairs = node.content.elements.map(({ node: pair }) => ({ name: nameOf(pair.key.literal), value: pair.value }))
      return new Record(defining(pairs, scope))
    }
    case 'ListExpression':
      return all(
        node.content.elements.map(({ node: item }) => item),
        scope,
      )
    case 'LiteralExpression':
      return literal(node)
    case 'IdentifierExpression':
      return scope.find(nameOf(node.identifier.literal), node.inclusiveConstant !== undefined)()
    case 'ParenthesizedExpression':
      return run(node.content, scope)
    case 'IfExpression':
      return run(the('logical', await run(node.condition, scope)) ? node.trueExpression : node.falseExpression, scope)
    case 'EachExpression':
      return new Lambda((...[it = null]) => run(node.paired, new Scope(scope, new Map([['_', async () => it]]))))
    case 'FunctionExpression':
      return lambda(node, scope)
    case 'RecursivePrimaryExpression': {
      let value = await run(node.head, scope)
      for (const access of node.recursiveExpressions.elements) value = await reach(value, access, scope)
      return value
    }
    case 'FieldSelector':
      return reach(await scope.find('_', false)(), node, scope)
    case 'ErrorRaisingExpression': {
      const { fields } = the('record', await run(node.paired, scope))
      const [reason, message, detail] = await Promise.all(['Reason', 'Message', 'Detail'].map((name) => fields.get(name)?.() ?? null))
      throw new Raised(the('text', reason), the('text', message), detail)
    }
    case 'ErrorHandlingExpression': {
      if (node.handler?.kind !== 'OtherwiseExpression') throw new Error('`try` without `otherwise`')
      const otherwise = node.handler.paired
      return run(node.protectedExpression, scope).catch((error: unknown) => {
        if (error instanceof Raised) return run(otherwise, scope)
        throw error
      })
    }
    case 'UnaryExpression': {
      const [operator, second] = node.operators.elements.map(({ constantKind }) => constantKind as string)
      if (operator !== 'not' || second !== undefined) throw new Error(`The operator \`${operator}\``)
      return !the('logical', await run(node.typeExpression, scope))
    }
    case 'NullCoalescingExpression': {
      const left = await run(node.left, scope)
      return left === null ? run(node.right, scope) : left
    }
    case 'LogicalExpression': {
      const operator: string = node.operatorConstant.constantKind
      const left = the('logical', await run(node.left, scope))
      return left === (operator === 'or') ? left : the('logical', await run(node.right, scope))
    }
    case 'IsExpression':
      return fits(await run(node.left, scope), node.right)
    case 'EqualityExpression': {
      const [left = null, right = null] = await all([node.left, node.right], scope)
      if (![left, right].every((value) => value === null || typeof value !== 'object')) {
        if (left !== null && right !== null) throw new Error('Records and lists are not compared')
      }
      return (left === right) === (node.operatorConstant.constantKind === '=')
    }
    case 'RelationalExpression': {
      const [left, right] = (await all([node.left, node.right], scope)).map((value) => the('number', value))
      if (node.operatorConstant.constantKind !== '>=') throw new Error(`The operator \`${node.operatorConstant.constantKind}\``)
      return (left ?? 0) >= (right ?? 0)
    }
    case 'ArithmeticExpression': {
      const [left = null, right = null] = await all([node.left, node.right], scope)
      return combine(node.operatorConstant.constantKind, left, right)
    }
    case 'TypePrimaryType':
      return typeOf(node.paired, scope)
    default:
      throw new Error(`The evaluator does not know ${node.kind}`)
  }
}

function all(nodes: readonly Node[], scope: Scope): Promise<readonly Value[]> {
  return nodes.reduce<Promise<readonly Value[]>>(async (before, node) => [...(await before), await run(node, scope)], Promise.resolve([]))
}

/** `+` of numbers; `&` of texts, lists and records, where the right one's fields win. A null makes the whole null. */
function combine(operator: string, left: Value, right: Value): Value {
  if (operator === '+') return the('number', left) + the('number', right)
  if (operator !== '&') throw new Error(`The operator \`${operator}\``)
  if (left === null || right === null) return null
  if (left instanceof Record) return new Record(new Map([...left.fields, ...the('record', right).fields]))
  return typeof left === 'string' ? left + the('text', right) : [...the('list', left), ...the('list', right)]
}

function lambda(node: Language.Ast.FunctionExpression, scope: Scope): Lambda {
  const parameters = node.parameters.content.elements.map(({ node: parameter }) => parameter)
  return new Lambda(async (...given) => {
    const needed = parameters.filter(({ optionalConstant }) => optionalConstant === undefined).length
    if (given.length < needed || given.length > parameters.length)
      throw new Raised('Expression.Error', `${given.length} arguments were passed.`)
    const variables = new Map<string, Lazy>()
    for (const [index, { name, parameterType, optionalConstant }] of parameters.entries()) {
      const value = given[index] ?? null
      if (!(value === null && optionalConstant !== undefined)) check(value, parameterType?.paired)
      variables.set(nameOf(name.literal), async () => value)
    }
    const answer = await run(node.expression, new Scope(scope, variables))
    check(answer, node.functionReturnType?.paired)
    return answer
  })
}

function check(value: Value, type: Language.Ast.TNullablePrimitiveType | undefined): void {
  if (type !== undefined && !fits(value, type))
    throw new Raised('Expression.Error', `We cannot convert the value of type ${kindOf(value)}.`)
}

function fits(value: Value, type: Node): boolean {
  if (type.kind === 'NullablePrimitiveType') return value === null || fits(value, type.paired)
  if (type.kind !== 'PrimitiveType') throw new Error(`The evaluator does not know ${type.kind}`)
  return type.primitiveTypeKind === 'any' || kindOf(value) === type.primitiveTypeKind
}

async function reach(value: Value, access: Node, scope: Scope): Promise<Value> {
  switch (access.kind) {
    case 'InvokeExpression':
      return the('function', value).call(
        ...(await all(
          access.content.elements.map(({ node }) => node),
          scope,
        )),
      )
    case 'FieldSelector': {
      const name = nameOf(access.content.literal)
      const field = the('record', value).fields.get(name)
      if (field !== undefined) return field()
      if (access.optionalConstant !== undefined) return null
      throw new Raised('Expression.Error', `The field '${name}' of the record wasn't found.`)
    }
    case 'ItemAccessExpression': {
      const item = the('list', value)[the('number', await run(access.content, scope))]
      if (item === undefined) throw new Raised('Expression.Error', "There weren't enough elements in the enumeration.")
      return item
    }
    default:
      throw new Error(`The evaluator does not know ${access.kind}`)
  }
}

/** `type table RowType` where `RowType` is a record type, `type table [name = text]`, or a primitive type. */
async function typeOf(node: Node, scope: Scope): Promise<Type> {
  if (node.kind === 'PrimitiveType') return new Type(node.primitiveTypeKind)
  if (node.kind !== 'TableType') throw new Error(`The evaluator does not know the type ${node.kind}`)
  if (node.rowType.kind !== 'FieldSpecificationList') return new Type('table', the('type', await run(node.rowType, scope)).columns)
  const columns = node.rowType.content.elements.map(async ({ node: field }) => {
    if (field.fieldTypeSpecification === undefined) throw new Error('A column without a type')
    return { name: nameOf(field.name.literal), type: (await typeOf(field.fieldTypeSpecification.fieldType, scope)).name }
  })
  return new Type('table', await Promise.all(columns))
}

function literal({ literal: text, literalKind }: Language.Ast.LiteralExpression): Value {
  switch (literalKind) {
    case 'Null':
      return null
    case 'Logical':
      return text === 'true'
    case 'Numeric':
      return Number(text)
    case 'Text':
      return textOf(text)
    default:
      throw new Error(`The evaluator does not know a literal ${literalKind}`)
  }
}

function textOf(literalText: string): string {
  if (literalText.includes('#(')) throw new Error('Escapes in texts')
  return literalText.slice(1, -1).replaceAll('""', '"')
}

/** `#"Content-Type"` is the name Content-Type. */
function nameOf(identifier: string): string {
  return identifier.startsWith('#"') ? textOf(identifier.slice(1)) : identifier
}
