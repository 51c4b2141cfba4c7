/** `Tessera.pq` as text: that Microsoft's parser reads it, and what Power BI's service reads out of it. */
import { DefaultSettings, type Language, TaskUtils } from '@microsoft/powerquery-parser'
import { expect, test } from 'vitest'
import { tesseraQuery } from './ask.ts'

async function parsed(): Promise<Language.Ast.TNode> {
  const task = await TaskUtils.tryLexParse(DefaultSettings, tesseraQuery)
  if (!TaskUtils.isParseStageOk(task)) throw new Error('error' in task ? task.error.message : 'Not parsed')
  return task.ast
}

function* nodesOf(value: unknown): Generator<Language.Ast.TNode> {
  if (typeof value !== 'object' || value === null) return
  if ('kind' in value) yield value as Language.Ast.TNode // Whatever has a kind is a node of the tree.
  for (const part of Object.values(value)) yield* nodesOf(part)
}

test('the parser of Microsoft reads it', async () => {
  expect((await parsed()).kind).toBe('LetExpression')
})

test('everything is asked of one address, a constant in the first definition', async () => {
  const tree = await parsed()
  if (tree.kind !== 'LetExpression') throw new Error('No `let`')
  const first = tree.variableList.elements[0]?.node
  expect(first?.key.literal).toBe('Server')
  expect(first?.value).toMatchObject({ kind: 'LiteralExpression', literal: '"https://tessera.example.com"' })
  const asked = [...nodesOf(tree)].flatMap((node) =>
    node.kind === 'RecursivePrimaryExpression' &&
    node.head.kind === 'IdentifierExpression' &&
    node.head.identifier.literal === 'Web.Contents'
      ? [node.recursiveExpressions.elements[0]]
      : [],
  )
  expect(asked).toHaveLength(2)
  for (const invocation of asked) {
    if (invocation?.kind !== 'InvokeExpression') throw new Error('Not called')
    expect(invocation.content.elements[0]?.node).toMatchObject({ kind: 'IdentifierExpression', identifier: { literal: 'Server' } })
  }
})
