/** The name of an IANA zone. JSON Schema cannot know the zones: an editor checks the form alone. */
import { issue } from '../../issues/issue.ts'
import { closest } from '../../issues/suggest.ts'
import { isTimeZone } from '../../time/time-point.ts'
import { plainText, type Shape, text } from '../shape.ts'

export function timeZone(): Shape<string> {
  const written = text()
  return {
    ...plainText(),
    takes: 'name of an IANA time zone',
    jsonSchema: { type: 'string', pattern: '^[A-Za-z]' },
    decode: (tree, what, report) => {
      const found = written.decode(tree, what, report)
      if (found === undefined || isTimeZone(found.value)) return found?.value
      const nearest = closest(found.value, Intl.supportedValuesOf('timeZone'))
      const problem = 'not a time zone known by that name'
      report(issue('BAD_VALUE', { what, value: found.value, problem, closest: nearest }, found.span))
      return undefined
    },
  }
}
