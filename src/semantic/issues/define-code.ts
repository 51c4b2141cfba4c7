/**
 * How a code of the table is declared: what it means, how its facts read as a sentence, and an example of them for docs/errors.md.
 */
export interface CodeDefinition<F> {
  /** One sentence for docs/errors.md: when this happens and what to do. */
  readonly meaning: string
  /** Facts, then the fix if it is known, then `Closest: ...` if there is a nearest spelling. */
  readonly message: (facts: F) => string
  /** Printed in docs/errors.md as the message. */
  readonly example?: F
}

export function define<F>(definition: CodeDefinition<F>): CodeDefinition<F> {
  return definition
}

/** " Closest: `x`." or nothing. */
export function closestText(closest: string | undefined): string {
  return closest === undefined ? '' : ` Closest: \`${closest}\`.`
}

/** "`a`, `b` or `c`". */
export function listText(names: readonly string[], word: 'and' | 'or' = 'or'): string {
  const quoted = names.map((name) => `\`${name}\``)
  const last = quoted.pop() ?? ''
  return quoted.length === 0 ? last : `${quoted.join(', ')} ${word} ${last}`
}
