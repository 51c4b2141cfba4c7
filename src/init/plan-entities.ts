/** Which tables become entities, and what these are called. */
import type { Probe } from '../database/tables/probe.ts'
import { keptColumns, sourceText } from './columns.ts'
import type { Remark } from './draft.ts'
import type { DraftSource, EntityPlan } from './entity-plan.ts'
import { EntityNames, MemberNames } from './names.ts'

/** Sources without a column that models have a type for, and those that cannot be read, make none. */
export async function planEntities(sources: readonly DraftSource[], probe: Probe, remarks: Remark[]): Promise<readonly EntityPlan[]> {
  const names = new EntityNames()
  const entities: EntityPlan[] = []
  for (const source of sources) {
    const { columns, remarks: told } = keptColumns(source)
    remarks.push(...told)
    if (columns.length === 0) {
      remarks.push({ kind: 'left out', text: `${sourceText(source)}: it has no column that models have a type for` })
      continue
    }
    const sample = await probe.sample({ ...source.table, columns })
    if (sample === undefined && !(await probe.isReadable(source.table))) {
      remarks.push({ kind: 'left out', text: `${sourceText(source)}: the database cannot read it` })
      continue
    }
    const entity = names.take(source.table.name)
    const members = new MemberNames(entity.name)
    if (sample === undefined)
      remarks.push({ kind: 'noted', text: `${sourceText(source)}: its rows could not be read, so nothing is guessed from them` })
    const dimensions = members.dimensions(columns)
    remarks.push(...nameRemarks(source, entity.name, dimensions))
    entities.push({
      ...entity,
      source,
      columns,
      names: members,
      dimensions,
      ...(sample !== undefined && { sample }),
    })
  }
  return entities
}

const mostNames = 6

/** Names that are no names in a model, and what stands for them; not those that differ in case and separators, or have the entity before them. */
function nameRemarks(source: DraftSource, entity: string, dimensions: EntityPlan['dimensions']): readonly Remark[] {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_.-]/g, '')
  const others = [...dimensions].filter(([column, name]) => ![column, entity + column].some((known) => plain(known) === plain(name)))
  const shown = others.slice(0, mostNames).map(([column, name]) => `\`${column}\` is \`${name}\``)
  const more = others.length > mostNames ? ` and ${others.length - mostNames} more` : ''
  return others.length === 0 ? [] : [{ kind: 'noted', text: `${sourceText(source)}: in the model ${shown.join(', ')}${more}` }]
}
