/** Small readings of the parser's tree, where a 0, an empty text and false are left out. */
import type { Node } from './parser.ts'

export function textOf(node: Node | undefined): string | undefined {
  if (node === undefined) return undefined
  if ('String' in node) return node.String.sval ?? ''
  if ('A_Const' in node && node.A_Const.sval !== undefined) return node.A_Const.sval.sval ?? ''
  return undefined
}

export function integerOf(node: Node | undefined): number | undefined {
  return node !== undefined && 'A_Const' in node && node.A_Const.ival !== undefined ? (node.A_Const.ival.ival ?? 0) : undefined
}

/** A number as written, integers too. */
export function numberOf(node: Node | undefined): string | undefined {
  if (node === undefined || !('A_Const' in node)) return undefined
  const { fval } = node.A_Const
  return fval === undefined ? integerOf(node)?.toString() : (fval.fval ?? undefined)
}

export function kindOf(node: Node): string {
  return Object.keys(node)[0] ?? ''
}

/** Where the node begins; some have no place of their own. */
export function locationOf(node: object): number | undefined {
  const [content]: readonly unknown[] = Object.values(node)
  return typeof content === 'object' && content !== null && 'location' in content && typeof content.location === 'number'
    ? content.location
    : undefined
}

/** Whether two trees say the same, wherever their parts stand in the text. */
export function sameTree(a: unknown, b: unknown): boolean {
  return withoutPlaces(a) === withoutPlaces(b)
}

function withoutPlaces(tree: unknown): string {
  return JSON.stringify(tree, (key, value: unknown) =>
    /^(location|list_start|list_end|stmt_len|stmt_location)$/.test(key) ? undefined : value,
  )
}
