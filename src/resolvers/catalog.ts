/**
 * `catalog`: the model as it is shown, every public word with all that is said of it. Made from the model alone; no database is asked.
 *
 *   Vocabulary -> CatalogView { entities { dimensions, measures, relationships } }
 */
import type { Catalog, Dimension, Entity, Hop, Measure } from '../semantic/catalog/catalog.ts'
import type { CatalogMember } from '../semantic/catalog/lineage.ts'
import { measureTypeOf, reaggregationOf } from '../semantic/catalog/measure-aggregation.ts'
import { toEnumValue, toFieldName } from '../semantic/catalog/names.ts'
import { semanticTypeOf } from '../semantic/catalog/semantic-type.ts'
import type { Annotations } from '../semantic/model/model.ts'
import { groupingView } from './catalog-grouping.ts'
import { ShownLineages } from './catalog-lineage.ts'
import type { Annotated, BucketView, CatalogView, DimensionView, EntityView, MeasureView, RelationshipView } from './catalog-view.ts'
import { type EntityWords, type GrainWord, type MeasureWord, plainDimensions, type Vocabulary } from './vocabulary.ts'

/** The same for every question; made for the first one. */
export function catalogResolver(vocabulary: Vocabulary): () => CatalogView {
  let view: CatalogView | undefined
  return () => {
    view ??= catalogView(vocabulary)
    return view
  }
}

function catalogView(vocabulary: Vocabulary): CatalogView {
  const { catalog, entities, time } = vocabulary
  const source = { ...vocabulary, lineages: new ShownLineages(vocabulary) }
  return {
    ...annotated(catalog),
    name: catalog.name,
    contract: catalog.contract ?? null,
    timeZone: catalog.timeZone,
    time: [...time.values()].flatMap(bucketView),
    entities: [...entities.values()].map((words) => entityView(words, source)),
  }
}

interface Source extends Vocabulary {
  readonly lineages: ShownLineages
}

function entityView(words: EntityWords, source: Source): EntityView {
  const { entity } = words
  return {
    ...annotated(entity, source.catalog),
    name: entity.name,
    field: words.field,
    enumValue: toEnumValue(entity.name),
    title: entity.title,
    plural: entity.plural,
    dimensions: plainDimensions(words).map((word) => dimensionView(word, words, source)),
    measures: [...words.measures.values()].map((word) => measureView(word, source)),
    relationships: [...entity.hops.values()].flatMap((hop) => relationshipView(hop, source)),
    key: entity.key.some(({ hidden }) => hidden) ? [] : entity.key.map(({ name }) => toFieldName(name)),
    time: entity.time === undefined ? null : shownField(entity, entity.time.name),
    tables: source.lineages.tablesOf(entity),
  }
}

function dimensionView(
  word: GrainWord & { readonly dimension: Dimension },
  { entity, grains }: EntityWords,
  source: Source,
): DimensionView {
  const { dimension } = word
  return {
    kind: 'dimension',
    ...memberView(dimension, word, source),
    ...shownAs(dimension, aggregatedBy(dimension, source.catalog)),
    pii: dimension.pii,
    isKey: entity.key.includes(dimension),
    buckets: [...grains.values()].filter((other) => other.dimension === dimension).flatMap(bucketView),
    ...groupingView(dimension, entity),
  }
}

function measureView(word: MeasureWord, source: Source): MeasureView {
  const { measure } = word
  return {
    kind: 'measure',
    ...memberView(measure, word, source),
    ...shownAs(measure, measure),
    aggregation: measureTypeOf(measure, source.catalog),
    additive: measure.additivity === 'additive',
    reaggregation: reaggregationOf(measure) ?? null,
  }
}

function memberView(member: CatalogMember, { group, field, path }: GrainWord | MeasureWord, { catalog, lineages }: Source) {
  return {
    ...annotated(member, catalog.entities.get(member.entity), catalog),
    name: member.name,
    entity: group,
    field,
    path,
    enumValue: toEnumValue(member.name),
    title: member.title,
    type: member.type,
    lineage: () => lineages.of(member),
  }
}

/** The measure a dimension is a value of, which says what it counts in. */
function aggregatedBy({ from }: Dimension, { entities }: Catalog): Measure | undefined {
  return from.kind === 'measure' ? entities.get(from.measure.entity)?.measures.get(from.measure.name) : undefined
}

function shownAs({ type }: CatalogMember, { unit, format }: { readonly unit?: string; readonly format?: string } = {}) {
  const semanticType = semanticTypeOf(type, { ...(unit !== undefined && { unit }), ...(format !== undefined && { format }) })
  return { semanticType, unit: unit ?? null, format: format ?? null }
}

function bucketView({ granularity, field, path, enumValue, title, type }: GrainWord): readonly BucketView[] {
  return granularity === undefined ? [] : [{ granularity, field, path, enumValue, title, type }]
}

/** None where the entity it leads to is not shown. */
function relationshipView(hop: Hop, { catalog, entities }: Vocabulary): readonly RelationshipView[] {
  const from = catalog.entities.get(hop.from)
  const to = catalog.entities.get(hop.to)
  if (from === undefined || to === undefined || !entities.has(toFieldName(hop.to))) return []
  return [
    {
      name: hop.name,
      field: toFieldName(hop.name),
      to: toFieldName(hop.to),
      cardinality: hop.cardinality,
      verified: catalog.relationships.some((known) => known.verified && (isHop(known, hop) || isHop(turned(known), hop))),
      description: hop.description ?? null,
      fields: hop.fromFields.map((name, index) => ({ from: shownField(from, name), to: shownField(to, hop.toFields[index]) })),
    },
  ]
}

type Ends = Pick<Hop, 'from' | 'to' | 'fromFields' | 'toFields'>

function turned({ from, to, fromFields, toFields }: Ends): Ends {
  return { from: to, to: from, fromFields: toFields, toFields: fromFields }
}

/** Declared from either end, the pairs in any order. */
function isHop(known: Ends, hop: Ends): boolean {
  const pairs = ({ fromFields, toFields }: Ends) => fromFields.map((name, index) => `${name}=${toFields[index]}`).sort()
  return known.from === hop.from && known.to === hop.to && pairs(known).join() === pairs(hop).join()
}

function shownField({ dimensions }: Entity, name: string | undefined): string | null {
  const dimension = dimensions.get(name ?? '')
  return dimension === undefined || dimension.hidden ? null : toFieldName(dimension.name)
}

/** Who owns the whole owns its parts, unless they say otherwise. */
function annotated(own: Annotations, ...wholes: readonly (Annotations | undefined)[]): Annotated {
  const { description, tags, verified, deprecated } = own
  const owner = [own, ...wholes].find((each) => each?.owner !== undefined)?.owner
  return { description: description ?? null, owner: owner ?? null, tags, verified, deprecated: deprecated ?? null }
}
