/**
 * The YAML of a Lens inside a file: the file itself, a fenced block of a page, or a stretch of text that reads as YAML (also below a key of a
 * larger file).
 * All other lines become empty, so that every place in the YAML is its place in the file.
 */
import { failure, issue, type Result, success } from '../../semantic/issues/issue.ts'
import type { ModelFile } from '../../semantic/model/parse.ts'
import type { Tree } from '../../semantic/model/tree.ts'
import { parseYaml } from '../../semantic/model/yaml.ts'

export function findLens(file: ModelFile): Result<Tree> {
  const text = file.text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '')
  const whole = parseYaml(file.name, text)
  if (whole.ok && whole.value !== undefined && hasEntities(whole.value)) return success(whole.value)
  const lines = text.split('\n')
  const stretches = fencedStretches(lines)
  const found = (stretches.length > 0 ? stretches : plainStretches(lines)).map((stretch) => only(lines, stretch))
  const [first, second] = found
  if (first === undefined) return absent(file.name, whole)
  if (second !== undefined)
    return failure(
      issue(
        'NO_LENS',
        { file: file.name, problem: 'there are several, and a model is made of one' },
        { file: file.name, line: second.line, column: 1 },
      ),
    )
  const parsed = parseYaml(file.name, first.text)
  if (!parsed.ok) return parsed
  return parsed.value === undefined ? absent(file.name, whole) : success(parsed.value)
}

function absent(file: string, whole: Result<Tree | undefined>): Result<Tree> {
  // YAML with a mistake in it says more by its mistake; YAML of something else by what it lacks.
  if (!whole.ok && /\.ya?ml$/i.test(file)) return whole
  if (whole.ok && whole.value?.kind === 'mapping') {
    const [first] = whole.value.entries
    const isSecond = whole.value.entries.some(({ key }) => key.value === 'tables' || key.value === 'cubes' || key.value === 'views')
    const problem = isSecond ? 'it has `tables` where a Lens has `entities`; models of Lens 2 are not read' : 'it has no `entities`'
    return failure(issue('NO_LENS', { file, problem }, first?.key.span))
  }
  return failure(issue('NO_LENS', { file, problem: 'no line in it begins with `entities:`' }))
}

function hasEntities(tree: Tree): boolean {
  return tree.kind === 'mapping' && tree.entries.some(({ key }) => key.value === 'entities')
}

/** Lines from `from` up to and without `to`. */
interface Stretch {
  readonly from: number
  readonly to: number
}

const entitiesLine = /^(\s*)entities:\s*(#.*)?$/

function fencedStretches(lines: readonly string[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  let open: { readonly line: number; readonly fence: string } | undefined
  lines.forEach((line, number) => {
    const fence = /^\s*(```+|~~~+)/.exec(line)?.[1]
    if (fence === undefined) return
    if (open === undefined) open = { line: number, fence }
    else if (fence.startsWith(open.fence)) {
      stretches.push({ from: open.line + 1, to: number })
      open = undefined
    }
  })
  return stretches.filter(({ from, to }) => lines.slice(from, to).some((line) => entitiesLine.test(line)))
}

/** From each `entities:` up and down, over what reads as keys of the same mapping. */
function plainStretches(lines: readonly string[]): readonly Stretch[] {
  const stretches: Stretch[] = []
  lines.forEach((line, number) => {
    const indent = entitiesLine.exec(line)?.[1]
    if (indent === undefined || number < (stretches.at(-1)?.to ?? 0)) return
    const from = firstLine(lines, number, indent)
    stretches.push({ from, to: lastLine(lines, number, indent) + 1 })
  })
  return stretches
}

function firstLine(lines: readonly string[], number: number, indent: string): number {
  let first = number
  for (let at = number - 1; at >= 0; at--) {
    const line = lines[at] ?? ''
    if (isKey(line, indent)) first = at
    else if (!belongs(line, indent)) break
  }
  return first
}

function lastLine(lines: readonly string[], number: number, indent: string): number {
  let last = number
  for (let at = number + 1; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (!isKey(line, indent) && !belongs(line, indent)) break
    if (line.trim() !== '') last = at
  }
  return last
}

/** `contract: x` at the same depth; prose has spaces before its colon, or capitals. */
function isKey(line: string, indent: string): boolean {
  return line.startsWith(indent) && /^[a-z][a-z0-9_]*:(\s|$)/.test(line.slice(indent.length))
}

/** Empty, a comment, an item or something deeper. */
function belongs(line: string, indent: string): boolean {
  if (line.trim() === '') return true
  return line.startsWith(indent) && /^(\s|-\s|-$|#)/.test(line.slice(indent.length))
}

function only(lines: readonly string[], { from, to }: Stretch): { readonly text: string; readonly line: number } {
  return {
    text: lines
      .slice(0, to)
      .map((line, number) => (number >= from ? line : ''))
      .join('\n'),
    line: from + 1,
  }
}
