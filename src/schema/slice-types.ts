/** What a slice answers: Slice { rows totals columns ... }, one object per entity in a row, one with measures only in the totals. */
import type { SliceColumn } from '../resolvers/columns.ts'
import type { ShapedRow } from '../resolvers/shape-rows.ts'
import { readId, readRowCount, readSql, type SliceResult } from '../resolvers/slice.ts'
import { subtotalsResolver } from '../resolvers/subtotals.ts'
import type { Word } from '../resolvers/vocabulary.ts'
import { deprecationOf, describeEntity, describeEntityType, describeWord, sharedClock, wordDeprecation } from './describe.ts'
import type { createGrainType } from './grain-types.ts'
import { outputTypeOf } from './group-types.ts'
import { entityFields, type Parts, typePerEntity, wordFields } from './parts.ts'

type Group = ShapedRow[string]
type GrainRef = ReturnType<typeof createGrainType>

export function createSliceType(parts: Parts, grain: GrainRef) {
  const { builder, vocabulary } = parts
  const row = createRowType(parts)
  const totals = createTotalsType(parts)
  const column = createColumnType(parts)
  return builder.objectRef<SliceResult>('Slice').implement({
    description: 'Measures of any entities by dimensions, from one SQL statement.',
    fields: (t) => ({
      id: t.id({
        nullable: false,
        description:
          'For caches of clients: equal for slices that have the same groups, whatever is selected of them. Without `of`, measures of other entities make other groups.',
        resolve: readId,
      }),
      rows: t.expose('rows', { type: [row], nullable: false, description: 'One for each group.' }),
      ...(totals && {
        totals: t.expose('totals', {
          type: totals,
          nullable: false,
          description: 'Measures over all groups together, computed again from the rows of the source, whatever `limit` and `offset`.',
        }),
        subtotals: t.field({
          type: [row],
          nullable: false,
          description:
            'Measures by some of the dimensions of the grain, over the rows of the groups of this slice, each row once; computed again from the source.',
          args: { by: t.arg({ type: grain, required: true, description: 'Dimensions of the grain to keep.' }) },
          resolve: subtotalsResolver(vocabulary),
        }),
      }),
      rowCount: t.field({
        type: 'Int',
        nullable: false,
        description: 'How many groups there are in all, whatever `limit` and `offset`. Computed only when selected.',
        resolve: readRowCount,
      }),
      hasMore: t.exposeBoolean('hasMore', { nullable: false, description: 'Whether groups follow after the last row.' }),
      columns: t.expose('columns', { type: [column], nullable: false, description: 'What is selected under `rows`, in document order.' }),
      sql: t.string({
        nullable: true,
        description: 'The SQL statement behind this slice; null for clients that may not see it.',
        resolve: readSql,
      }),
      asOf: t.expose('asOf', {
        type: 'DateTime',
        nullable: false,
        description: 'The instant of the question: nothing later exists in this answer.',
      }),
      timeZone: t.expose('timeZone', { type: 'TimeZone', nullable: false, description: 'The time zone of the question.' }),
    }),
  })
}

function createRowType(parts: Parts) {
  const { builder, vocabulary } = parts
  const types = typePerEntity(vocabulary, ({ entity, grains, measures, typeNames }) =>
    createGroupType(parts, {
      name: typeNames.slice,
      description: describeEntityType(entity, 'dimensions of the group and measures over its rows'),
      words: [...grains.values(), ...measures.values()],
    }),
  )
  const time = createGroupType(parts, {
    name: 'SliceTime',
    description: 'The bucket of the shared clock a group lies in.',
    words: [...vocabulary.time.values()],
  })
  return builder.objectRef<ShapedRow>('SliceRow').implement({
    description: 'One group of a slice.',
    fields: (t) => ({
      ...entityFields(vocabulary, ({ field, entity }) => {
        const type = types.get(field)
        return type && t.expose(field, { type, nullable: false, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
      time: t.expose('time', {
        type: time,
        nullable: false,
        description: sharedClock,
      }),
    }),
  })
}

/** Undefined for a model without public measures: GraphQL has no empty types. */
function createTotalsType(parts: Parts) {
  const { builder, vocabulary } = parts
  const types = typePerEntity(vocabulary, ({ entity, measures, typeNames }) => {
    if (measures.size === 0) return undefined
    const description = describeEntityType(entity, 'measures over all groups together')
    return createGroupType(parts, { name: typeNames.totals, description, words: [...measures.values()] })
  })
  if (types.size === 0) return undefined
  return builder.objectRef<ShapedRow>('SliceTotals').implement({
    description: 'Measures over all groups of a slice together.',
    fields: (t) =>
      entityFields(vocabulary, ({ field, entity }) => {
        const type = types.get(field)
        return type && t.expose(field, { type, nullable: false, description: describeEntity(entity), ...deprecationOf(entity) })
      }),
  })
}

interface GroupType {
  readonly name: string
  readonly description: string
  readonly words: readonly Word[]
}

function createGroupType({ builder, groups }: Parts, { name, description, words }: GroupType) {
  return builder.objectRef<Group>(name).implement({
    description,
    fields: (t) =>
      wordFields(words, (word) =>
        t.expose(word.field, {
          type: outputTypeOf(word, groups),
          nullable: true,
          description: describeWord(word),
          ...wordDeprecation(word),
        }),
      ),
  })
}

function createColumnType({ builder, shared }: Parts) {
  return builder.objectRef<SliceColumn>('SliceColumn').implement({
    description: 'A member selected under `rows`.',
    fields: (t) => ({
      path: t.exposeString('path', {
        nullable: false,
        description: 'Where it stands in a row of the response, aliases included: `customer.state`.',
      }),
      title: t.exposeString('title', { nullable: false, description: 'Its name for people.' }),
      kind: t.expose('kind', { type: shared.columnKind, nullable: false, description: 'A dimension or a measure.' }),
      type: t.expose('type', { type: shared.valueType, nullable: false, description: 'The type of its values.' }),
      unit: t.exposeString('unit', { nullable: true, description: 'What a measure counts in: `EUR`, `days`.' }),
      format: t.exposeString('format', { nullable: true, description: 'How a measure is shown: `percent`, `0.00`.' }),
      additive: t.exposeBoolean('additive', {
        nullable: true,
        description: 'Whether groups of a measure add up to their total; null for dimensions.',
      }),
      overlapping: t.exposeBoolean('overlapping', {
        nullable: false,
        description: 'Whether one row may stand in several groups, so that groups do not add up.',
      }),
      description: t.exposeString('description', { nullable: true, description: 'What the model says about it.' }),
    }),
  })
}
