/**
 * What a share or a rank is `within`: dimensions of the answer by name.
 *
 *   state   customer.region   order_date_month   time.month
 */
import { failure, type Issue, issue, type Result, type Spanned, success } from '../issues/issue.ts'
import { closest } from '../issues/suggest.ts'
import { type Calendar, granularitiesIn } from '../time/granularity.ts'
import { stepOf } from '../time/period.ts'
import type { Level } from './catalog.ts'
import { type DraftDimension, type DraftEntity, isList, unknown } from './declare.ts'
import type { Place } from './expressions.ts'
import { findPath } from './join-graph.ts'
import { splitName } from './measure-names.ts'
import { granularitiesOf, granularityName } from './names.ts'
import { timesNeeded, unitsNeeded } from './times-needed.ts'

/** `sources`: the entities whose rows the groups are made of; what none of them can be grouped by is no level. */
export function levelNamed(written: Spanned<string>, place: Place, calendar: Calendar, sources: Iterable<string>): Result<Level> {
  const { entityName, name } = splitName(written.value, place.entity.name)
  const isOwn = place.entity.dimensions.has(written.value)
  if (!isOwn && (written.value === 'time' || entityName === 'time')) return clockLevel(written, name, place, calendar, sources)
  const entity = place.drafts.get(entityName)
  if (entity === undefined) {
    const known = [...place.drafts.keys(), 'time']
    return failure(unknown('entity', { value: entityName, span: written.span }, 'The model', known))
  }
  const level = dimensionLevels(entity, calendar).find(({ called }) => called === name)
  if (level === undefined && entity.measures.has(name)) {
    const facts = { what: `\`within\` of \`${place.owner}\``, expected: 'a dimension', actual: `the measure \`${entityName}.${name}\`` }
    return failure(issue('TYPE_MISMATCH', facts, written.span))
  }
  if (level === undefined) {
    const known = dimensionLevels(entity, calendar).map(({ called }) => called)
    return failure(unknown('dimension', { value: name, span: written.span }, `Entity \`${entityName}\``, known))
  }
  if (isList(level.dimension)) {
    const facts = {
      what: `\`within\` of \`${place.owner}\``,
      expected: 'a dimension of one value',
      actual: `the list \`${written.value}\``,
    }
    return failure(issue('TYPE_MISMATCH', facts, written.span))
  }
  if (level.dimension.declaration?.hidden) {
    const problem = 'which is hidden: no question can group by it'
    return failure(issue('BAD_VALUE', { what: `\`within\` of \`${place.owner}\``, value: written.value, problem }, written.span))
  }
  const unreached = [...sources].flatMap((source): readonly Issue[] => {
    const path = findPath(place.drafts, source, entityName, { measure: place.owner, dimension: written.value })
    // Of several ways a question may name one.
    return path.ok ? [] : path.issues.filter(({ code }) => code === 'NO_PATH').map((found): Issue => ({ ...found, span: written.span }))
  })
  if (unreached.length > 0) return failure(...unreached)
  const { granularity } = level
  return success({ kind: 'dimension', entity: entityName, dimension: level.dimension.name, ...(granularity && { granularity }) })
}

function dimensionLevels(entity: DraftEntity, calendar: Calendar) {
  return [...entity.dimensions.values()].flatMap((dimension: DraftDimension) => [
    { called: dimension.name, dimension, granularity: undefined },
    ...granularitiesOf(dimension.type, calendar).map((granularity) => ({
      called: granularityName(dimension.name, granularity),
      dimension,
      granularity,
    })),
  ])
}

function clockLevel(written: Spanned<string>, name: string, place: Place, calendar: Calendar, sources: Iterable<string>): Result<Level> {
  const known = granularitiesIn(calendar)
  const granularity = known.find((one) => one === name)
  if (granularity === undefined) {
    const what = `\`within\` of \`${place.owner}\``
    const allowed = known.map((one) => `time.${one}`)
    const nearest = closest(written.value, allowed)
    return failure(issue('UNKNOWN_VALUE', { what, value: written.value, allowed, ...(nearest && { closest: nearest }) }, written.span))
  }
  const all = [...sources]
  const missing = [
    ...timesNeeded(all, '`time` in `within`', written.span, place.drafts),
    ...unitsNeeded(all, { value: stepOf(granularity), span: written.span }, place.owner, place.drafts),
  ]
  return missing.length > 0 ? failure(...missing) : success({ kind: 'time', granularity })
}
