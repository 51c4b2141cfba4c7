/**
 * Regular expressions both engines read alike: PostgreSQL's are its own (ARE), DuckDB's are RE2.
 * Classes such as \d follow the locale on PostgreSQL and are ASCII in RE2: they are written out. What means something else there, or nothing, is refused.
 *
 * Sources: PostgreSQL documentation, "POSIX Regular Expressions"; RE2 wiki, "Syntax".
 */
const classes: Readonly<Record<string, string>> = { d: '0-9', w: 'A-Za-z0-9_', s: ' \\t\\n\\r\\f\\v' }
const controls = 'tnrfv'

/** The pattern as both engines read it, or undefined. */
export function portableRegex(pattern: string): string | undefined {
  // `***` and `(?` begin PostgreSQL's and RE2's own extensions; `(?:` is in both.
  if (pattern.startsWith('***') || /\(\?(?!:)/.test(pattern)) return undefined
  let out = ''
  let isInClass = false
  for (let position = 0; position < pattern.length; position++) {
    const character = pattern[position] ?? ''
    if (character === '\\') {
      const escaped = escapeOf(pattern[++position], isInClass)
      if (escaped === undefined) return undefined
      out += escaped
      continue
    }
    if (isInClass && character === '[') {
      const named = /^\[:(alpha|digit|alnum|upper|lower|space|punct):\]/.exec(pattern.slice(position))
      if (named === null) return undefined
      out += asciiClasses[named[1] ?? '']
      position += named[0].length - 1
      continue
    }
    if (character === '[' && !isInClass) {
      const opening = /^\[\^?\]?/.exec(pattern.slice(position))?.[0] ?? '['
      // A `]` right after the opening is a member of the class.
      out += opening.replace(']', '\\]')
      position += opening.length - 1
      isInClass = true
      continue
    }
    if (character === ']') isInClass = false
    out += character
  }
  return isInClass || !isRegex(out) ? undefined : out
}

const asciiClasses: Readonly<Record<string, string>> = {
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: 'A-Za-z0-9',
  upper: 'A-Z',
  lower: 'a-z',
  space: ' \\t\\n\\r\\f\\v',
  punct: '!-\\/:-@\\[-`{-~',
}

function escapeOf(character: string | undefined, isInClass: boolean): string | undefined {
  if (character === undefined) return undefined
  const members = classes[character.toLowerCase()]
  if (members !== undefined) {
    const isNegated = character !== character.toLowerCase()
    if (isInClass) return isNegated ? undefined : members
    return `[${isNegated ? '^' : ''}${members}]`
  }
  if (controls.includes(character) || /[^\p{L}\p{N}_]/u.test(character)) return `\\${character}`
  return undefined
}

/** JavaScript's grammar is close enough to find what is not closed or repeats nothing. Doubled quantifiers differ between engines. */
function isRegex(pattern: string): boolean {
  const bare = pattern.replaceAll(/\\./g, 'x').replaceAll(/\[[^\]]*\]/g, 'x')
  if (/(^|[(|])[*+?{]|[*+?}][*+{]|\{(?!\d+(,\d*)?\})/.test(bare)) return false
  const repeats = [...pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g)].flatMap(([, least, most]) => [Number(least), Number(most ?? 0)])
  if (repeats.some((count) => count > 255)) return false
  try {
    return new RegExp(pattern, 's') instanceof RegExp
  } catch {
    return false
  }
}
