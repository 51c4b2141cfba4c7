/** How deep the values of a file are nested, measured without recursion: the library's composer recurses and must not see hostile depth. */
import type { CST } from 'yaml'

export function nestingDepth(tokens: readonly CST.Token[]): number {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  let deepest = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    deepest = Math.max(deepest, depth)
    eachChild(token, (child) => open.push({ token: child, depth: depth + 1 }))
  }
  return deepest
}

function eachChild(token: CST.Token, take: (child: CST.Token) => void): void {
  if (token.type === 'document') {
    if (token.value !== undefined) take(token.value)
  } else if ('items' in token) {
    for (const { key, value } of token.items) {
      if (key !== undefined && key !== null) take(key)
      if (value !== undefined) take(value)
    }
  }
}
