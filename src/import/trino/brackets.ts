/** Edits that need to know which bracket closes which: casts, whose types PostgreSQL's parser does not know, and parts of a split text. */
import type { Token } from '../../semantic/expression/scan.ts'
import type { Edit } from './edit-text.ts'

/** Names that nobody writes: quoted, with a space. */
export const castName = 'trino cast'
export const tryCastName = 'trino try_cast'

interface Open {
  readonly token: Token
  /** The token before the bracket, if it is a word. */
  readonly word?: Token
  /** The `as` right inside. */
  as?: Token
}

/** `cast(x as double)` -> `"trino cast"(x , 'double')`. What stands inside is edited by others. */
export function castEdits(tokens: readonly Token[], text: string): readonly Edit[] {
  const edits: Edit[] = []
  const stack: Open[] = []
  tokens.forEach((token, position) => {
    const top = stack.at(-1)
    if (token.text === '(') stack.push(openAt(tokens, position))
    else if (/^as$/i.test(token.text) && token.kind === 'word' && top !== undefined) top.as = token
    else if (token.text === ')') edits.push(...closeCast(stack.pop(), token, text))
  })
  return edits
}

function closeCast(open: Open | undefined, close: Token, text: string): readonly Edit[] {
  const name = open?.word?.text.toLowerCase()
  if (open?.word === undefined || open.as === undefined || (name !== 'cast' && name !== 'try_cast')) return []
  const type = text.slice(open.as.offset + 2, close.offset).trim()
  return [
    edit(open.word, `"${name === 'cast' ? castName : tryCastName}"`),
    { from: open.as.offset, to: close.offset, with: `, '${type.replaceAll("'", "''")}'` },
  ]
}

/** `split(x, '-')[2]` -> `split_part(x, '-', 2)`. */
export function subscriptEdits(tokens: readonly Token[]): readonly Edit[] {
  const edits: Edit[] = []
  const stack: Open[] = []
  tokens.forEach((token, position) => {
    if (token.text === '(') stack.push(openAt(tokens, position))
    if (token.text !== ')') return
    const open = stack.pop()
    const [bracket, index, close] = tokens.slice(position + 1, position + 4)
    if (open?.word?.text.toLowerCase() !== 'split' || bracket?.text !== '[' || close?.text !== ']') return
    if (index === undefined || !/^[1-9]\d*$/.test(index.text)) return
    edits.push(edit(open.word, 'split_part'), { from: token.offset, to: close.offset + 1, with: `, ${index.text})` })
  })
  return edits
}

function openAt(tokens: readonly Token[], position: number): Open {
  const token = tokens[position]
  const before = tokens[position - 1]
  if (token === undefined) throw new RangeError('No token there')
  return before?.kind === 'word' ? { token, word: before } : { token }
}

function edit({ offset, text }: Token, written: string): Edit {
  return { from: offset, to: offset + text.length, with: written }
}
