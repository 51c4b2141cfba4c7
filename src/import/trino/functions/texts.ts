/** Functions of text. */
import { branch } from '../../../semantic/expression/expression.ts'
import type { Rule, Rules } from '../context.ts'
import { call, integer, literalOf, text, when, wholeOf } from '../nodes.ts'

/** In Trino a null makes the whole null; `||` does so here, and `concat` does not. */
const concat: Rule = ({ arguments: [first, ...others], span }) =>
  first === undefined || others.length === 0 ? undefined : others.reduce((left, right) => call(span, '||', left, right), first)

function trim(name: 'trim' | 'ltrim' | 'rtrim'): Rule {
  return (written, context) => {
    if (written.arguments.length === 1)
      context.decide('changed', `\`${name}\` removes spaces here; in Trino it removes tabs and line breaks, too.`)
    return { ...written, name }
  }
}

/** Null in Trino, and empty here, where the text has fewer parts. */
const splitPart: Rule = ({ arguments: [x, delimiter, position, ...others], span }) => {
  const part = wholeOf(position)
  const sign = literalOf(delimiter)
  if (x === undefined || delimiter === undefined || position === undefined || others.length > 0) return undefined
  if (part === undefined || part < 1 || sign === undefined || sign === '') return undefined
  const chosen = call(span, 'split_part', x, delimiter, position)
  if (part === 1) return chosen
  const removed = call(span, '-', call(span, 'length', x), call(span, 'length', call(span, 'replace', x, delimiter, text(span, ''))))
  const least = integer(span, (part - 1) * [...sign].length)
  return when(span, [branch(call(span, '>=', removed, least), chosen)])
}

/** From the end where the start is negative, and empty where the text is shorter. */
const substring: Rule = (written, context) => {
  const [x, start, size, ...others] = written.arguments
  const { span } = written
  if (x === undefined || start === undefined || others.length > 0) return undefined
  const from = wholeOf(start)
  if (from === undefined) context.decide('changed', 'a part of a text from a position below 1 is cut otherwise here.')
  if (from === undefined || from > 0) return { ...written, name: 'substring' }
  if (from === 0) return undefined
  const end = call(span, 'right', x, integer(span, -from))
  const part = size === undefined ? end : call(span, 'left', end, size)
  return when(span, [branch(call(span, '<', call(span, 'length', x), integer(span, -from)), text(span, ''))], part)
}

const replace: Rule = (written) => {
  const { span, arguments: nodes } = written
  return nodes.length === 2 ? call(span, 'replace', ...nodes, text(span, '')) : written
}

const regexpLike: Rule = ({ arguments: [x, pattern, ...others], span }) =>
  x === undefined || pattern === undefined || others.length > 0 ? undefined : call(span, '~', x, pattern)

const startsWith: Rule = ({ arguments: [x, start, ...others], span }) =>
  x === undefined || start === undefined || others.length > 0
    ? undefined
    : call(span, '=', call(span, 'left', x, call(span, 'length', start)), start)

export const textRules: Rules = {
  concat,
  trim: trim('trim'),
  ltrim: trim('ltrim'),
  rtrim: trim('rtrim'),
  split_part: splitPart,
  substring,
  replace,
  regexp_like: regexpLike,
  starts_with: startsWith,
}
