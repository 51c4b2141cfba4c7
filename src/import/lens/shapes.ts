/** Shapes of YAML that only the reading of other people's languages needs. */
import { type Issue, issue } from '../../semantic/issues/issue.ts'
import type { Shape } from '../../semantic/model/shape.ts'
import { nounFor, spanOf, type Tree } from '../../semantic/model/tree.ts'
import type { Declared } from './lens.ts'

/** The value as it is; nothing of it is read here. */
export function anything(): Shape<Tree> {
  return { takes: 'anything', mappings: [], jsonSchema: {}, decode: (tree) => tree }
}

/** Each item with its own problems: one that cannot be read does not silence the others, and is left out alone. */
export function declarations<T>(item: Shape<T>, noun: string, plural = `${noun}s`): Shape<readonly Declared<T>[]> {
  const takes = `list of ${plural}`
  return {
    takes,
    mappings: [],
    jsonSchema: {},
    decode: (tree, what, report) => {
      if (tree.kind === 'list') return tree.items.map((one) => declared(one, item, noun))
      // `measures:` with nothing after it.
      if (tree.kind === 'scalar' && tree.value === null) return []
      report(issue('WRONG_TYPE', { what, expected: `a ${takes}`, actual: nounFor(tree) }, spanOf(tree)))
      return undefined
    },
  }
}

function declared<T>(tree: Tree, item: Shape<T>, noun: string): Declared<T> {
  const issues: Issue[] = []
  const value = item.decode(tree, articled(noun), (found) => issues.push(found))
  return { label: labelOf(tree, noun), span: spanOf(tree), issues, ...(value !== undefined && { value }) }
}

function labelOf(tree: Tree, noun: string): string {
  const name = tree.kind === 'mapping' ? tree.entries.find((entry) => entry.key.value === 'name')?.value : undefined
  return name?.kind === 'scalar' && name.value !== null ? `${noun} \`${name.text.value.trim()}\`` : articled(noun)
}

function articled(noun: string): string {
  return `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`
}
