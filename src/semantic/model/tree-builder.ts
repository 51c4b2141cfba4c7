/**
 * The nodes of the YAML library -> Tree: places attached, aliases followed within bounds, tags refused.
 */
import { type Alias, type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml'
import { failure, type Issue, issue, type Result, type Span, success } from '../issues/issue.ts'
import type { ScalarStyle, SourceText } from './source-text.ts'
import type { Entry, ScalarTree, Tree } from './tree.ts'

/** Values that aliases may add to a file: a bomb of nine lines would add millions. */
const mostRepeated = 10_000

interface Anchored {
  readonly tree: Tree
  readonly size: number
}

/** The nodes of one document -> Tree. */
export class TreeBuilder {
  readonly #source: SourceText
  readonly #issues: Issue[] = []
  readonly #anchors = new Map<string, Anchored>()
  /** Values built so far, those that aliases repeat included. */
  #size = 0
  #repeated = 0

  constructor(source: SourceText) {
    this.#source = source
  }

  build(document: Document.Parsed): Result<Tree | undefined> {
    const tree = document.contents === null ? undefined : this.#tree(document.contents)
    return this.#issues.length > 0 ? failure(...this.#issues) : success(tree)
  }

  #tree(node: Node): Tree {
    if (isAlias(node)) return this.#alias(node)
    if (node.tag !== undefined)
      this.#refuse(node, `the tag \`${node.tag.replace('tag:yaml.org,2002:', '!!')}\`; values of a model have no tags.`)
    const before = this.#size
    this.#size += 1
    const tree = this.#content(node)
    // Only now: an alias inside its own anchor finds nothing.
    if (node.anchor !== undefined) this.#anchors.set(node.anchor, { tree, size: this.#size - before })
    return tree
  }

  #content(node: Exclude<Node, Alias>): Tree {
    if (isScalar(node)) return this.#scalar(node)
    if (isMap(node)) return { kind: 'mapping', entries: this.#entries(node), span: this.#mappingSpan(node) }
    const items = node.items.map((item) => (isNode(item) ? this.#tree(item) : this.#nothing(node)))
    return { kind: 'list', items, span: this.#span(node) }
  }

  #entries(map: YAMLMap): readonly Entry[] {
    return map.items.flatMap(({ key, value }): Entry[] => {
      // Guaranteed by stringKeys; an entry with another key has been reported by the library.
      if (!isScalar(key)) return []
      const spannedKey = { value: String(key.value), span: this.#span(key) }
      return [{ key: spannedKey, value: isNode(value) ? atKeyWhenEmpty(this.#tree(value), spannedKey.span) : emptyAt(spannedKey.span) }]
    })
  }

  #scalar(node: Scalar): ScalarTree {
    const value = node.value
    const [start, end] = node.range ?? [0, 0]
    const isPlainValue = value === null || typeof value === 'number' || typeof value === 'boolean'
    const text = typeof value === 'string' ? value : (node.source ?? String(value))
    return { kind: 'scalar', text: this.#source.scalar(text, styleOf(node), start, end), value: isPlainValue ? value : text }
  }

  #alias(alias: Alias): Tree {
    const anchored = this.#anchors.get(alias.source)
    if (anchored === undefined) {
      this.#refuse(alias, `no anchor \`&${alias.source}\` ends before the alias \`*${alias.source}\`.`)
      return this.#nothing(alias)
    }
    this.#size += anchored.size
    const isFirstBeyond = this.#repeated <= mostRepeated && this.#repeated + anchored.size > mostRepeated
    this.#repeated += anchored.size
    if (isFirstBeyond) this.#refuse(alias, `aliases repeat more than ${mostRepeated} values.`)
    return anchored.tree
  }

  #nothing(node: Node): ScalarTree {
    return emptyAt(this.#span(node))
  }

  /** The first key stands for the whole. */
  #mappingSpan(map: YAMLMap): Span {
    const first = map.items[0]?.key
    return isScalar(first) ? this.#span(first) : this.#span(map)
  }

  #span(node: Node): Span {
    const [start, end] = node.range ?? [0, 1]
    return this.#source.span(start, end)
  }

  #refuse(node: Node, problem: string): void {
    this.#issues.push(issue('MODEL_SYNTAX', { problem }, this.#span(node)))
  }
}

function isNode(value: unknown): value is Node {
  return isAlias(value) || isScalar(value) || isMap(value) || isSeq(value)
}

function styleOf(node: Scalar): ScalarStyle {
  if (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED') return 'block'
  if (node.type === 'QUOTE_DOUBLE') return 'double'
  return node.type === 'QUOTE_SINGLE' ? 'single' : 'plain'
}

function emptyAt(span: Span): ScalarTree {
  return { kind: 'scalar', text: { value: '', span }, value: null }
}

/** Nothing after `key:` has no place of its own: the key's is shown. */
function atKeyWhenEmpty(tree: Tree, key: Span): Tree {
  return tree.kind === 'scalar' && tree.value === null && tree.text.value === '' ? emptyAt(key) : tree
}
