/**
 * Text of one file -> Tree, or what is wrong with its YAML. YAML 1.2, one document, no tags; aliases are followed within bounds.
 * Hostile input (deep nesting, alias bombs, circles) ends in an issue.
 */
import { Composer, Parser, type YAMLError } from 'yaml'
import { failure, type Issue, issue, type Result, success } from '../issues/issue.ts'
import { SourceText } from './source-text.ts'
import type { Tree } from './tree.ts'
import { TreeBuilder } from './tree-builder.ts'
import { nestingDepth } from './yaml-depth.ts'
import { yamlProblem } from './yaml-problem.ts'

/** The language needs 6 levels. The composer recurses, and beyond some thousand levels the process itself is lost. */
const deepestNesting = 100

/** No tree: the file has no content (empty or comments only). */
export function parseYaml(file: string, text: string): Result<Tree | undefined> {
  const source = new SourceText(file, text)
  const tokens = [...new Parser().parse(text)]
  if (nestingDepth(tokens) > deepestNesting) {
    return failure(syntaxIssue(`values are nested more than ${deepestNesting} levels deep.`, source, 0, 1))
  }
  const [document, second] = new Composer({
    schema: 'core',
    stringKeys: true,
    // Checked by the decoder, which names both places; the library compares every pair of keys.
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false,
  }).compose(tokens, true, text.length)
  if (document === undefined) return success(undefined)
  const errors = firstOfEachLine(document.errors, source)
  if (second !== undefined)
    errors.push(syntaxIssue('a second document begins here; a file of a model holds one.', source, second.range[0], 3))
  if (document.directives.yaml.version === '1.1')
    errors.push(syntaxIssue('a model is YAML 1.2; `%YAML 1.1` reads `1:1` as a number.', source, 0, 9))
  if (errors.length > 0) return failure(...errors)
  return new TreeBuilder(source).build(document)
}

function syntaxIssue(problem: string, source: SourceText, start: number, length: number): Issue {
  return issue('MODEL_SYNTAX', { problem }, source.span(start, start + length))
}

/** One slip makes the library report several errors in a row. */
function firstOfEachLine(errors: readonly YAMLError[], source: SourceText): Issue[] {
  // After a tab nothing is where it should be.
  const tabs = errors.filter(({ code }) => code === 'TAB_AS_INDENT')
  const found = (tabs.length > 0 ? tabs : errors).map((error) =>
    syntaxIssue(yamlProblem(error, errors), source, error.pos[0], error.pos[1] - error.pos[0]),
  )
  return found.filter((candidate, index) => found.findIndex((other) => other.span?.line === candidate.span?.line) === index)
}
