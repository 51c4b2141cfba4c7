/** A draft as the files of a model: model.yml with the header, one file for each entity; comments stand where they belong. */
import { Document, isMap, isScalar, isSeq, type Node, YAMLMap } from 'yaml'
import type { ModelFile } from '../semantic/model/parse.ts'
import type { EntityDraft, Line, ModelDraft } from './draft.ts'

export function writeYaml({ name, comments, entities }: ModelDraft): readonly ModelFile[] {
  const header = new Document({ version: 1, model: name })
  header.commentBefore = commentText(comments)
  return [{ name: 'model.yml', text: textOf(header) }, ...entities.map(writeEntity)]
}

function writeEntity(draft: EntityDraft): ModelFile {
  const document = new Document()
  const entity = new YAMLMap<Node, Node>()
  for (const { key, value, comment } of draft.entries) {
    const node = inFlow(document.createNode(value))
    if (comment !== undefined) node.comment = commentText([comment])
    entity.set(document.createNode(key), node)
  }
  const lists = { dimensions: draft.dimensions, measures: draft.measures, relationships: draft.relationships }
  for (const [key, lines] of Object.entries(lists)) {
    if (lines.length === 0) continue
    const named = document.createNode(key)
    named.spaceBefore = true
    entity.set(named, document.createNode(lines.map((line) => lineNode(document, line))))
  }
  if (draft.comments.length > 0) entity.commentBefore = commentText(draft.comments)
  document.contents = document.createNode({ entities: [entity] })
  return { name: `${draft.name === 'model' ? 'model-entity' : draft.name.replaceAll('_', '-')}.yml`, text: textOf(document) }
}

function lineNode(document: Document, { keys, comment }: Line): Node {
  const node = inFlow(document.createNode(keys))
  if (comment !== undefined) node.comment = commentText([comment])
  return node
}

/** `{ name: state, type: string }`: one line for each member. */
function inFlow(node: Node): Node {
  if (isMap(node) || isSeq(node)) node.flow = true
  // A value of several lines would not stay on its line.
  if (isMap(node))
    for (const { value } of node.items) if (isScalar(value) && String(value.value).includes('\n')) value.type = 'QUOTE_DOUBLE'
  return node
}

/** What names and descriptions hold cannot end a comment. */
function commentText(lines: readonly string[]): string {
  return lines.map((line) => ` ${line.replaceAll(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')}`).join('\n')
}

function textOf(document: Document): string {
  return document.toString({ lineWidth: 0 })
}
