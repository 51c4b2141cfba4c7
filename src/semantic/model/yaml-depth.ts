/** How deep the values of a file are nested, measured without recursion: the library's composer recurses and must not see hostile depth. */
import type { CST } from 'yaml'

export function nestingDepth(tokens: readonly CST.Token[]): number {
  const open: { readonly token: CST.Token; readonly depth: number }[] = tokens.map((token) => ({ token, depth: 0 }))
  let deepest = 0
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token, depth } = next
    deepest = Math.max(deepest, depth)
    for (const child of childrenOf(token)) open.push({ token: child, depth: depth + 1 })
  }
  return deepest
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items.flatMap((item) => [item.key, item.value].filter((child) => child !== undefined && child !== null))
}
