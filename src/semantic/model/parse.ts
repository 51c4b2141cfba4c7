/**
 * The files of a model -> Model. Every problem of every file is reported, in the order of the files; a file that is not YAML does not silence the others.
 */
import { type Issue, issue, success } from '../issues/issue.ts'
import { inOrder } from '../issues/print.ts'
import { type ModelPart, modelFile } from './language/model-file.ts'
import { mergeParts } from './merge.ts'
import type { Model } from './model.ts'
import { parseYaml } from './yaml.ts'

export interface ModelFile {
  /** As shown to people, and as spans name it. */
  readonly name: string
  readonly text: string
}

/** For printing issues: the text of each file by its name. */
export function sourcesOf(files: readonly ModelFile[]): ReadonlyMap<string, string> {
  return new Map(files.map((file) => [file.name, file.text]))
}

/** A model, or why there is none; `model` where every declaration is whole all the same, so that later stages can report theirs too. */
export type ParsedModel =
  | { readonly ok: true; readonly value: Model }
  | { readonly ok: false; readonly issues: readonly Issue[]; readonly model?: Model }

export function parseModel(files: readonly ModelFile[]): ParsedModel {
  const issues: Issue[] = []
  const parts = files.flatMap((file) => parsePart(file, issues))
  const start = { file: files[0]?.name ?? '', line: 1, column: 1 }
  const merged = mergeParts(parts, { isComplete: parts.length === files.length, start })
  if (!merged.ok) issues.push(...merged.issues)
  else if (merged.value.entities.length === 0 && issues.length === 0) {
    issues.push(issue('MISSING_KEY', { key: 'entities', of: 'the model' }, merged.value.header.name.span))
  }
  if (!merged.ok) return { ok: false, issues: inOrder(issues) }
  const model = { ...merged.value, sources: sourcesOf(files) }
  if (issues.length === 0) return success(model)
  return { ok: false, issues: inOrder(issues), ...(issues.every(losesNothing) && { model }) }
}

/** Keys that say something to people only: nothing is computed otherwise where one is misspelt. */
const keysForPeople = ['description', 'owner', 'tags', 'deprecated', 'title', 'format', 'unit', 'hidden', 'pii']

/** A key that stands for no other: what it was written on is whole without it. */
function losesNothing(found: Issue): boolean {
  if (found.code !== 'UNKNOWN_KEY') return false
  const nearest = 'closest' in found.facts ? found.facts.closest : undefined
  return nearest === undefined || keysForPeople.includes(nearest)
}

/** What the file says, as far as it can be decoded; nothing when it is not YAML. */
function parsePart(file: ModelFile, issues: Issue[]): readonly ModelPart[] {
  const yaml = parseYaml(file.name, file.text)
  if (!yaml.ok) {
    issues.push(...yaml.issues)
    return []
  }
  const empty: ModelPart = { headerKeys: [], streams: [], entities: [] }
  if (yaml.value === undefined) return [empty]
  const part = modelFile.decode(yaml.value, 'A file of a model', (found) => issues.push(found))
  return part === undefined ? [] : [part]
}
