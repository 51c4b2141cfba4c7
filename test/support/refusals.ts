/** The issues of a model by the text they mark, so that a test says what is refused and counts no columns. */
import { issuesOf } from './story.ts'

/** `model.yml:38:46  CODE` above a line of `^^^^^^` becomes what stands there: "`revenu`: CODE". */
export async function refusalsOf(model: string): Promise<string> {
  const lines = model.split('\n')
  const blocks = (await issuesOf(model)).split('\n\n')
  return blocks.map((block) => withText(block.split('\n'), lines)).join('\n\n')
}

function withText([place = '', ...rest]: readonly string[], lines: readonly string[]): string {
  const [, line, column, code] = /^model\.yml:(\d+):(\d+) {2}(\w+)$/.exec(place) ?? []
  if (code === undefined) return [place, ...rest].join('\n')
  const length = rest.find((text) => /^ +\| +\^+$/.test(text))?.replaceAll(/[^^]/g, '').length ?? 0
  const from = Number(column) - 1
  const text = lines[Number(line) - 1]?.slice(from, from + length)
  return [`\`${text}\`: ${code}`, ...rest.filter((other) => !/^ +\d* ?\|/.test(other))].join('\n')
}
