/** A month of the year, by its name or its number. */
import { issue } from '../../issues/issue.ts'
import { closest } from '../../issues/suggest.ts'
import { months } from '../../time/granularity.ts'
import type { Shape } from '../shape.ts'
import { nounFor, spanOf } from '../tree.ts'

/** 1 to 12. */
export function month(): Shape<number> {
  return {
    takes: 'name of a month, or its number 1 to 12',
    mappings: [],
    jsonSchema: { enum: [...months, ...months.map((_, index) => index + 1)] },
    decode: (tree, what, report) => {
      if (tree.kind !== 'scalar' || (typeof tree.value !== 'number' && typeof tree.value !== 'string')) {
        report(issue('WRONG_TYPE', { what, expected: 'the name of a month, or its number', actual: nounFor(tree) }, spanOf(tree)))
        return undefined
      }
      const written = tree.text.value.trim()
      const found = typeof tree.value === 'number' ? tree.value : months.indexOf(written) + 1
      if (Number.isInteger(found) && found >= 1 && found <= 12) return found
      const nearest = closest(written, months)
      report(
        issue(
          'BAD_VALUE',
          { what, value: written, problem: 'no month; months are january to december, or 1 to 12', ...(nearest && { closest: nearest }) },
          tree.text.span,
        ),
      )
      return undefined
    },
  }
}
