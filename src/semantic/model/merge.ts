/** What the files of a model say -> one model: the header in one file, and no name twice. */
import { failure, type Issue, issue, type Result, type Span, type Spanned, success } from '../issues/issue.ts'
import { placeText } from '../issues/print.ts'
import { type ModelPart, requiredHeaderKeys } from './language/model-file.ts'
import type { Model } from './model.ts'

export interface MergeOptions {
  /** False when a file is not YAML: then nothing is said to be missing, it may stand there. */
  readonly isComplete: boolean
  /** Where it is reported that there is no header at all. */
  readonly start: Span
}

/** An empty list of issues never fails: then a header is missing because of issues reported before. */
export function mergeParts(parts: readonly ModelPart[], options: MergeOptions): Result<Omit<Model, 'sources'>> {
  const streams = parts.flatMap((part) => part.streams)
  const entities = parts.flatMap((part) => part.entities)
  const header = parts.map((part) => part.header).find((found) => found !== undefined)
  const issues = [...headerIssues(parts, options), ...repeatedNames('stream', streams), ...repeatedNames('entity', entities)]
  return issues.length > 0 || header === undefined ? failure(...issues) : success({ header, streams, entities })
}

function headerIssues(parts: readonly ModelPart[], options: MergeOptions): readonly Issue[] {
  const [first, ...others] = parts.filter((part) => part.headerKeys.length > 0)
  if (first === undefined && !options.isComplete) return []
  const start = first?.headerKeys[0]?.span ?? options.start
  const present = first?.headerKeys.map((key) => key.name) ?? []
  const missing = requiredHeaderKeys.filter((key) => !present.includes(key))
  const rule = `the header of the model stands at ${placeText(start)}`
  return [
    ...missing.map((key) => issue('MISSING_KEY', { key, of: 'the model' }, start)),
    ...others.flatMap((part) =>
      part.headerKeys.map(({ name, span }) => issue('MISPLACED_KEY', { key: name, of: 'a second file', rule }, span)),
    ),
  ]
}

function repeatedNames(noun: 'stream' | 'entity', declarations: readonly { readonly name: Spanned<string> }[]): readonly Issue[] {
  const firsts = new Map<string, Spanned<string>>()
  return declarations.flatMap(({ name }) => {
    const first = firsts.get(name.value)
    if (first === undefined) {
      firsts.set(name.value, name)
      return []
    }
    const other = `the ${noun} of that name`
    const fix = 'One of them needs another name.'
    const clash = { name: `${noun === 'entity' ? 'Entity' : 'Stream'} \`${name.value}\``, other, otherPlace: placeText(first.span), fix }
    return [issue('NAME_CLASH', clash, name.span)]
  })
}
