/**
 * A DataOS Lens as a model of ours, which loads.
 *
 *   text -find-> YAML -read-> Lens -translate-> draft -write-> files -compile-> catalog
 *
 * What cannot be translated is left out and told with its place; so is what reads it, and what the model's own checks find. Nothing is written to disk.
 */
import type { Catalog } from '../../semantic/catalog/catalog.ts'
import { compileModel } from '../../semantic/engine.ts'
import { loadExpressionParser } from '../../semantic/expression/parser.ts'
import { failure, InternalError, type Issue, issue, type Result, type Span, success } from '../../semantic/issues/issue.ts'
import { inOrder, printIssues } from '../../semantic/issues/print.ts'
import type { ModelFile } from '../../semantic/model/parse.ts'
import { type LeftOut, leftOutIssue, problemOf, remarkIssues } from '../remark.ts'
import { type WrittenModel, writeModel } from '../write-model.ts'
import { findLens } from './find-lens.ts'
import { readLens } from './language.ts'
import type { Lens } from './lens.ts'
import { settleLens } from './settle.ts'
import { Translation } from './translation.ts'

export interface ImportedModel {
  readonly name: string
  readonly files: readonly ModelFile[]
  readonly entities: number
  readonly dimensions: number
  readonly measures: number
  readonly relationships: number
  /** What is not in the model: NOT_IMPORTED. */
  readonly leftOut: readonly Issue[]
  /** What can have another value: IMPORTED_OTHERWISE. */
  readonly changed: readonly Issue[]
  /** What the Lens does not say: IMPORT_GUESSED. */
  readonly guessed: readonly Issue[]
}

export async function importLens(file: ModelFile): Promise<Result<ImportedModel>> {
  const found = findLens(file)
  if (!found.ok) return found
  const lens = readLens(found.value)
  if (!lens.ok) return lens
  await loadExpressionParser()
  const settled = settleLens(lens.value)
  return translate(settled.lens, file, settled.leftOut)
}

/** Each pass leaves out at least one declaration more, until what is left loads. */
async function translate(lens: Lens, file: ModelFile, unread: readonly LeftOut[]): Promise<Result<ImportedModel>> {
  const leftOut = new Map<string, readonly LeftOut[]>()
  for (;;) {
    const translation = new Translation(lens, file.name, leftOut)
    if (translation.leftOut.size === 0 && translation.draft.entities.length > 0) {
      const written = writeModel(translation.draft)
      const compiled = await compileModel(written.files)
      if (compiled.ok) return success(imported(compiled.value, written, translation, [...unread, ...toldOf(leftOut)]))
      blame(compiled.issues, translation, written)
    }
    for (const [id, found] of translation.leftOut) leftOut.set(id, found)
    if (translation.draft.entities.length === 0) return failure(...nothingLeft(file, [...unread, ...toldOf(leftOut)]))
  }
}

function imported(catalog: Catalog, { files }: WrittenModel, { remarks }: Translation, leftOut: readonly LeftOut[]): ImportedModel {
  const entities = [...catalog.entities.values()]
  const told = inOrder(remarkIssues(remarks))
  return {
    name: catalog.name,
    files,
    entities: entities.length,
    dimensions: entities.reduce((sum, { dimensions }) => sum + dimensions.size, 0),
    measures: entities.reduce((sum, { measures }) => sum + measures.size, 0),
    relationships: catalog.relationships.length,
    leftOut: inOrder(leftOut.map(leftOutIssue)),
    changed: told.filter(({ code }) => code === 'IMPORTED_OTHERWISE'),
    guessed: told.filter(({ code }) => code === 'IMPORT_GUESSED'),
  }
}

/** A stream is our own way to say it: without it its entities are still there. */
function toldOf(leftOut: ReadonlyMap<string, readonly LeftOut[]>): readonly LeftOut[] {
  return [...leftOut].flatMap(([id, found]) => (id.startsWith('stream ') ? [] : found))
}

/** What the model's own checks find in the written files falls back on the declarations of the Lens. */
function blame(issues: readonly Issue[], translation: Translation, { declarationAt, files }: WrittenModel): void {
  for (const found of issues) {
    const id = later(
      [found.span, otherPlace(found)].flatMap((span) => (span && declarationAt(span.file, span.line)) ?? []),
      translation,
    )
    const declared = id === undefined ? undefined : translation.declared.get(id)
    if (id === undefined || (declared === undefined && !id.startsWith('stream '))) continue
    const { what, span } = declared ?? { what: id, span: { file: '', line: 1, column: 1 } }
    const known = translation.leftOut.get(id) ?? []
    translation.leftOut.set(id, [...known, { what, reason: problemOf(found, span).reason, span }])
  }
  if (translation.leftOut.size > 0) return
  throw new InternalError(
    `The translated model does not load:\n${printIssues(issues, new Map(files.map(({ name, text }) => [name, text])))}`,
  )
}

/** The other side of a clash. */
function otherPlace({ facts }: Issue): Pick<Span, 'file' | 'line'> | undefined {
  const [, file, line] = /^(.+):(\d+):\d+$/.exec('otherPlace' in facts ? facts.otherPlace : '') ?? []
  return file === undefined ? undefined : { file, line: Number(line) }
}

/** Of two that exclude each other the one that stands later in the Lens goes: fields come before what is made of them. */
function later(ids: readonly string[], { declared }: Translation): string | undefined {
  return ids.toSorted((a, b) => (declared.get(b)?.span.line ?? 0) - (declared.get(a)?.span.line ?? 0))[0]
}

function nothingLeft(file: ModelFile, leftOut: readonly LeftOut[]): readonly Issue[] {
  return [issue('NO_LENS', { file: file.name, problem: 'no entity of it can be translated' }), ...inOrder(leftOut.map(leftOutIssue))]
}
