/** What is wrong with the YAML, and the cure, in words for people who write models; the library's own words where nothing is gained. */
import type { ErrorCode, YAMLError } from 'yaml'

const unlikeIndentation = 'this line is not indented like the list or mapping it continues.'

const problems: Partial<Record<ErrorCode, string>> = {
  ALIAS_PROPS: 'an alias has no tag or anchor of its own.',
  BAD_ALIAS: 'a plain value cannot begin with `*` or `&`; in quotes it can.',
  BAD_DQ_ESCAPE: 'an unknown escape in double quotes; single quotes keep a backslash as it is.',
  BAD_INDENT: unlikeIndentation,
  BLOCK_AS_IMPLICIT_KEY: 'a mapping or list cannot begin here; a value with `: ` in it needs quotes.',
  DUPLICATE_KEY: 'a key stands twice in a mapping.',
  MULTILINE_IMPLICIT_KEY: 'a key has no `: ` after it on its line.',
  NON_STRING_KEY: 'a key is a single text, not a list or mapping.',
  RESOURCE_EXHAUSTION: 'values are nested too deep.',
  TAB_AS_INDENT: 'a tab indents this line; YAML is indented with spaces.',
  TAG_RESOLVE_FAILED: 'values of a model have no tags (`!...`).',
}

/** `others`: all errors of the file; the same slip shows in several. */
export function yamlProblem(error: YAMLError, others: readonly YAMLError[]): string {
  if (error.message.startsWith('A block sequence may not be used')) return unlikeIndentation
  const isIndentation = error.code === 'BLOCK_AS_IMPLICIT_KEY' && others.some((other) => other.code === 'MULTILINE_IMPLICIT_KEY')
  if (isIndentation) return 'the line after this value is indented deeper than its key, and begins a key itself.'
  if (error.message.startsWith('Unexpected flow-map-start'))
    return 'a second `{` in one value; `${...}` inside `{ }` or `[ ]` needs quotes.'
  if (error.message.startsWith('Missing closing')) return 'a quote is opened and not closed.'
  if (error.message === 'Implicit map keys need to be followed by map values') return 'a key has no `: ` after it.'
  const badStart = /^Plain value cannot start with .*(.)$/.exec(error.message)?.[1]
  if (badStart !== undefined)
    return `a plain value cannot begin with ${badStart === '`' ? 'a backtick' : `\`${badStart}\``}; in quotes it can.`
  return problems[error.code] ?? `${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}.`
}
