/** Functions of numbers. */
import { branch } from '../../../semantic/expression/expression.ts'
import type { Rule, Rules } from '../context.ts'
import { call, integer, type Node, when } from '../nodes.ts'

/** Towards zero. */
const truncate: Rule = ({ arguments: [x, ...others], span }) => {
  if (x === undefined || others.length > 0) return undefined
  return when(span, [branch(call(span, '<', x, integer(span, 0)), call(span, 'ceil', x))], call(span, 'floor', x))
}

function logarithm(base: (nodes: readonly Node[]) => readonly [x: Node | undefined, base: Node | undefined]): Rule {
  return ({ arguments: nodes, span }, context) => {
    const [x, to] = base(nodes)
    if (x === undefined || to === undefined) return undefined
    context.decide('changed', 'a logarithm is a quotient of natural ones here; its last digit can differ.')
    return call(span, '/', call(span, 'ln', x), call(span, 'ln', to))
  }
}

const remainder: Rule = (written, context) => ({ ...written, arguments: written.arguments.map((node) => context.asWhole(node)) })

export const numberRules: Rules = {
  '%': remainder,
  truncate,
  log10: logarithm(([x]) => [x, integer(x?.span, 10)]),
  log2: logarithm(([x]) => [x, integer(x?.span, 2)]),
  log: logarithm(([base, x]) => [x, base]),
}
