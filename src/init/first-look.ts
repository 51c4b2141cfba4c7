/** The first saved query: the numbers of what happens most, by month where it has a time, else by a text of few values. */
import { toEnumValue, toFieldName } from '../semantic/catalog/names.ts'
import type { Line } from './draft.ts'
import { dimensionOf, type EntityPlan } from './entity-plan.ts'
import { isPersonal } from './words.ts'

export interface Shown {
  readonly entity: EntityPlan
  readonly hasTime: boolean
  readonly hasAmount: boolean
  /** How many others it belongs to. */
  readonly belongsTo: number
  readonly measures: readonly Line[]
}

const mostMeasures = 4
const mostValues = 50

/** Of several, the one that is most like something that happens: with a time, an amount, and others that it belongs to. */
export function firstLook(entities: readonly Shown[]): string | undefined {
  const weight = ({ hasTime, hasAmount, belongsTo }: Shown) => Number(hasTime) * 4 + Number(hasAmount) * 2 + Math.min(belongsTo, 1)
  const [shown] = entities.toSorted((a, b) => weight(b) - weight(a))
  if (shown === undefined) return undefined
  const { entity, hasTime, measures } = shown
  const field = toFieldName(entity.name)
  const names = measures.slice(0, mostMeasures).map(({ keys }) => toFieldName(String(keys.name)))
  const group = hasTime ? undefined : groupOf(entity)
  const by = hasTime ? '{ time: [MONTH] }' : group === undefined ? '{}' : `{ ${field}: [${toEnumValue(group)}] }`
  const order = hasTime ? ', orderBy: [{ time: { month: DESC } }], limit: 36' : ''
  const words = entity.plural.replaceAll('_', ' ')
  const rows = hasTime
    ? ['time { month }', `${field} { ${names.join(' ')} }`]
    : [`${field} { ${[...(group === undefined ? [] : [toFieldName(group)]), ...names].join(' ')} }`]
  return [
    `# A first look at ${words}${hasTime ? ' by month, the latest first' : group === undefined ? '' : ` by ${group.replaceAll('_', ' ')}`}.`,
    'query FirstLook {',
    `  slice(by: ${by}${order}) {`,
    '    rows {',
    ...rows.map((row) => `      ${row}`),
    '    }',
    '    totals {',
    `      ${field} { ${names.join(' ')} }`,
    '    }',
    '    hasMore',
    '  }',
    '}',
    '',
  ].join('\n')
}

/** A dimension of 2 to 50 values in the rows looked at. */
function groupOf(entity: EntityPlan): string | undefined {
  const found = entity.columns.find(({ name, type }) => {
    const different = entity.sample?.columns.get(name)?.different ?? 0
    return (type === 'string' || type === 'boolean') && different > 1 && different <= mostValues && !isPersonal(name)
  })
  return found && dimensionOf(entity, found.name)
}
