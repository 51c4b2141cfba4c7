/**
 * A draft as the files of a model: model.yml with header and streams, one file for each entity. Which lines belong to which declaration is kept,
 * so that what the model's own checks find there can be told at its source.
 */
import { stringify } from 'yaml'
import type { ModelFile } from '../semantic/model/parse.ts'
import type { Draft, EntityDraft, Entry, EntryValue, ModelDraft } from './draft.ts'

export interface WrittenModel {
  readonly files: readonly ModelFile[]
  /** The declaration that a place in the files belongs to. */
  declarationAt(file: string, line: number): string | undefined
}

interface Stretch {
  readonly file: string
  readonly id: string
  /** First and last line, from 1. */
  readonly from: number
  readonly to: number
}

export function writeModel({ header, streams, entities }: ModelDraft): WrittenModel {
  const stretches: Stretch[] = []
  const first = new Lines('model.yml', stretches)
  first.declaration(header, '')
  first.list('streams', streams, '')
  const files = entities.map((entity) => writeEntity(entity, stretches))
  return {
    files: [first.file(), ...files],
    declarationAt: (file, line) =>
      stretches
        .filter((stretch) => stretch.file === file && stretch.from <= line && line <= stretch.to)
        .sort((a, b) => a.to - a.from - (b.to - b.from))[0]?.id,
  }
}

function writeEntity(entity: EntityDraft, stretches: Stretch[]): ModelFile {
  const lines = new Lines(`${entity.name === 'model' ? 'model-entity' : entity.name.replaceAll('_', '-')}.yml`, stretches)
  lines.add('entities:')
  const from = lines.count + 1
  lines.declaration(entity, '  ', '- ')
  lines.list('dimensions', entity.dimensions, '    ')
  lines.list('measures', entity.measures, '    ')
  lines.list('relationships', entity.relationships, '    ')
  stretches.push({ file: lines.name, id: entity.id, from, to: lines.count })
  return lines.file()
}

/** The lines of one file, as they come. */
class Lines {
  readonly name: string
  readonly #lines: string[] = []
  readonly #stretches: Stretch[]

  constructor(name: string, stretches: Stretch[]) {
    this.name = name
    this.#stretches = stretches
  }

  get count(): number {
    return this.#lines.length
  }

  file(): ModelFile {
    return { name: this.name, text: `${this.#lines.join('\n')}\n` }
  }

  add(line: string): void {
    this.#lines.push(line)
  }

  /** `bullet` begins the first line. */
  declaration({ id, entries }: Draft, indent: string, bullet: '- ' | '' = ''): void {
    const from = this.count + 1
    entries.forEach((entry, index) => {
      const inner = indent + ' '.repeat(bullet.length)
      const [line = '', ...others] = entryLines(entry, inner)
      this.add(index === 0 ? `${indent}${bullet}${line.slice(inner.length)}` : line)
      for (const other of others) this.add(other)
    })
    this.#stretches.push({ file: this.name, id, from, to: this.count })
  }

  /** Nothing where the list is empty. */
  list(key: string, items: readonly Draft[], indent: string): void {
    if (items.length === 0) return
    this.add('')
    this.add(`${indent}${key}:`)
    for (const item of items) this.declaration(item, `${indent}  `, '- ')
  }
}

function entryLines({ key, value, comment }: Entry, indent: string): readonly string[] {
  const note = comment === undefined ? '' : ` # ${comment.replaceAll(/[\s\p{Cc}]+/gu, ' ')}`
  if (typeof value === 'string' && isBlock(value)) {
    return [`${indent}${key}: |-${note}`, ...value.split('\n').map((line) => (line.trim() === '' ? '' : `${indent}  ${line}`))]
  }
  if (typeof value === 'object' && !isList(value) && Object.keys(value).length > mostInLine) {
    return [`${indent}${key}:${note}`, ...Object.entries(value).map(([name, part]) => `${indent}  ${name}: ${valueText(part)}`)]
  }
  return [`${indent}${key}: ${valueText(value)}${note}`]
}

/** Several lines that YAML takes as they are: the first says how deep they stand. */
function isBlock(value: string): boolean {
  return value.includes('\n') && !/^\s|\n$|[^\S\n]\n|(?!\n)\p{Cc}/u.test(value)
}

/** Keys of a mapping on one line; more stand below each other. */
const mostInLine = 3

function isList(value: EntryValue): value is readonly string[] {
  return Array.isArray(value)
}

/** YAML's own quotes where they are needed, on one line. */
function valueText(value: EntryValue): string {
  if (typeof value === 'string' && value.includes('\n')) return JSON.stringify(value)
  const plain = typeof value === 'object' ? '' : stringify(value, { lineWidth: 0 }).trimEnd()
  // `---` and the like would begin a block.
  if (typeof value !== 'object') return plain.includes('\n') ? JSON.stringify(value) : plain
  return stringify(value, { lineWidth: 0, collectionStyle: 'flow', flowCollectionPadding: !isList(value) }).trimEnd()
}
