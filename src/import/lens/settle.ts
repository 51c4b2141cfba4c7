/**
 * A Lens without what could not be read of it. A key that says something to people falls out alone; with any other that is unknown or wrong, the
 * member would be another one, so the whole member does.
 */

import { closestText } from '../../semantic/issues/define-code.ts'
import type { Issue } from '../../semantic/issues/issue.ts'
import { type LeftOut, problemOf } from '../remark.ts'
import { keysForPeople } from './about.ts'
import type { Declared, Lens, LensEntity } from './lens.ts'

interface Settled {
  readonly lens: Lens
  readonly leftOut: readonly LeftOut[]
}

export function settleLens(lens: Lens): Settled {
  const leftOut: LeftOut[] = lens.issues.map((found) =>
    keyLeftOut(found, 'the Lens', lens.entities[0]?.span ?? { file: '', line: 1, column: 1 }),
  )
  const entities = lens.entities.map((declared): Declared<LensEntity> => {
    const { value, issues, label, span } = declared
    const ofSource = issues.filter(isOfSource)
    const [serious] = ofSource
    if (value === undefined || serious !== undefined) {
      leftOut.push({ what: label, ...wholeProblem(ofSource.length > 0 ? ofSource : issues, span) })
      return { label, span, issues }
    }
    leftOut.push(...issues.map((found) => keyLeftOut(found, label, span)))
    return { ...declared, value: settleEntity(value, leftOut) }
  })
  return { lens: { ...lens, entities }, leftOut }
}

/** With something unread in its query an entity would have other rows. */
function isOfSource({ facts }: Issue): boolean {
  const place = 'of' in facts ? facts.of : 'what' in facts ? facts.what : ''
  return String(place).includes('`sql` of')
}

/** What is missing says more than what should not be there. */
function wholeProblem(issues: readonly Issue[], span: LeftOut['span']): Omit<LeftOut, 'what'> {
  const found = issues.find(({ code }) => code !== 'UNKNOWN_KEY') ?? issues[0]
  return found === undefined ? { reason: 'it cannot be read.', span } : problemOf(found, span)
}

function settleEntity(entity: LensEntity, leftOut: LeftOut[]): LensEntity {
  const settle = <T>(list: readonly Declared<T>[]): readonly Declared<T>[] =>
    list.map((one) => settleMember(one, entity.name.value, leftOut))
  return {
    ...entity,
    fields: settle(entity.fields),
    dimensions: settle(entity.dimensions),
    measures: settle(entity.measures),
    relationships: settle(entity.relationships),
  }
}

function settleMember<T>(declared: Declared<T>, entity: string, leftOut: LeftOut[]): Declared<T> {
  const { value, issues, span } = declared
  const label = labelIn(entity, declared.label)
  const serious = issues.filter((found) => !isForPeople(found))
  leftOut.push(...issues.filter(isForPeople).map((found) => keyLeftOut(found, label, span)))
  const [first] = serious
  if (value !== undefined && first === undefined) return declared
  if (first !== undefined) leftOut.push({ what: label, ...memberProblem(first, span) })
  return { label: declared.label, span, issues }
}

/** "measure `order.revenue`" */
function labelIn(entity: string, label: string): string {
  return label.includes('`') ? label.replace('`', `\`${entity}.`) : `${label} of entity \`${entity}\``
}

function memberProblem(found: Issue, span: LeftOut['span']): Omit<LeftOut, 'what'> {
  if (found.code !== 'UNKNOWN_KEY' || !('key' in found.facts)) return problemOf(found, span)
  const nearest = 'closest' in found.facts ? found.facts.closest : undefined
  return { reason: `nothing in the model language stands for \`${found.facts.key}\`.${closestText(nearest)}`, span: found.span ?? span }
}

function keyLeftOut(found: Issue, of: string, span: LeftOut['span']): LeftOut {
  if (found.code !== 'UNKNOWN_KEY' || !('key' in found.facts)) return { what: `part of ${of}`, ...problemOf(found, span) }
  const nearest = 'closest' in found.facts ? found.facts.closest : undefined
  const reason = `nothing in the model language stands for it.${closestText(nearest)}`
  return { what: `\`${found.facts.key}\` of ${of}`, reason, span: found.span ?? span }
}

function isForPeople({ code, facts }: Issue): boolean {
  if (code === 'UNKNOWN_KEY' && 'key' in facts) {
    const key = String(facts.key)
    return key.startsWith('meta.') || keysForPeople.includes(key)
  }
  if (code !== 'WRONG_TYPE' || !('what' in facts)) return false
  return keysForPeople.some((key) => String(facts.what).startsWith(`\`${key}\``) || String(facts.what).startsWith('`meta.'))
}
