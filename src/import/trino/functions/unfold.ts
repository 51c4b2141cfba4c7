/** Calls that only together mean something a model has a word for: seen before their arguments are translated. */
import { type Call, type Node, text } from '../nodes.ts'

/**
 *   day(a - b)                  date_diff('day', b, a)      the whole days of the difference of two times
 *   element_at(split(x, s), n)  split_part(x, s, n)         a part of a text, without the array
 */
export function unfolded(call: Call): Call {
  const [first, second] = call.arguments
  if (call.name === 'day' && first?.kind === 'call' && first.name === '-') {
    const [later, earlier] = first.arguments
    if (later !== undefined && earlier !== undefined && !isInterval(earlier))
      return { ...call, name: 'date_diff', arguments: [text(call.span, 'day'), earlier, later] }
  }
  if (call.name === 'element_at' && first?.kind === 'call' && first.name === 'split' && second !== undefined)
    return { ...call, name: 'split_part', arguments: [...first.arguments, second] }
  return call
}

/** `interval '1 day'`, and a multiple of it. */
function isInterval(node: Node): boolean {
  if (node.kind === 'cast') return node.type === 'interval'
  return node.kind === 'call' && node.name === '*' && node.arguments.some(isInterval)
}
