/**
 * A small catalog as a literal, for tests of what is made from catalogs: customers, their orders and deliveries, and an entity that is all hidden.
 *
 * Measures have a constant for an expression: nothing here is computed.
 */
import type { Catalog, Dimension, Entity, Hop, Measure } from '../../src/semantic/catalog/catalog.ts'
import type { ValueType } from '../../src/semantic/dialect/value-type.ts'

const annotations = { tags: [], verified: false }

function titleOf(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
}

type Extra<T> = Partial<Omit<T, 'kind' | 'entity' | 'name' | 'type'>>

function dimension(entity: string, name: string, type: ValueType, extra: Extra<Dimension> = {}): Dimension {
  const from = { kind: 'column', column: name } as const
  return { ...annotations, kind: 'dimension', entity, name, type, title: titleOf(name), hidden: false, pii: false, from, ...extra }
}

function measure(entity: string, name: string, type: ValueType, extra: Extra<Measure> = {}): Measure {
  const compute = { kind: 'number', expression: { kind: 'literal', value: '1', type: 'integer' } } as const
  return {
    ...annotations,
    kind: 'measure',
    entity,
    name,
    type,
    title: titleOf(name),
    hidden: false,
    additivity: 'additive',
    compute,
    ...extra,
  }
}

function hop(from: string, name: string, to: string, cardinality: 'one' | 'many'): Hop {
  return { name, from, to, fromFields: ['customer_id'], toFields: ['customer_id'], cardinality, preferred: false }
}

function byName<T extends { readonly name: string }>(members: readonly T[]): ReadonlyMap<string, T> {
  return new Map(members.map((member) => [member.name, member]))
}

interface EntityParts {
  readonly name: string
  readonly dimensions: readonly Dimension[]
  readonly measures?: readonly Measure[]
  readonly hops?: readonly Hop[]
  readonly time?: Dimension
  readonly description?: string
  readonly owner?: string
  readonly deprecated?: string
}

export function entityOf({ name, dimensions, measures = [], hops = [], ...rest }: EntityParts): Entity {
  return {
    ...annotations,
    name,
    plural: `${name}s`,
    title: titleOf(name),
    source: { kind: 'table', table: name },
    key: dimensions.slice(0, 1),
    future: false,
    dimensions: byName(dimensions),
    measures: byName(measures),
    figures: new Map(),
    hops: byName(hops),
    ...rest,
  }
}

export function catalogOf(...entities: readonly Entity[]): Catalog {
  return {
    ...annotations,
    name: 'shop',
    timeZone: 'Europe/Berlin',
    weekStart: 'monday',
    entities: byName(entities),
    activityStreams: new Map(),
    relationships: [],
    files: [],
  }
}

const activityTs = dimension('order_placed', 'activity_ts', 'timestamp', { title: 'Order time', description: 'When the order was placed.' })

export const customer = entityOf({
  name: 'customer',
  description: 'People and companies that ordered at least once.',
  owner: 'crm',
  dimensions: [
    dimension('customer', 'customer_id', 'string'),
    dimension('customer', 'state', 'string', { description: 'State of the billing address', owner: 'sales' }),
    dimension('customer', 'region', 'string', { deprecated: 'Use state.' }),
    dimension('customer', 'email', 'string', { hidden: true, pii: true }),
    dimension('customer', 'phone', 'string', { pii: true }),
    dimension('customer', 'age', 'integer'),
    dimension('customer', 'points', 'bigint'),
    dimension('customer', 'rating', 'float'),
    dimension('customer', 'is_member', 'boolean'),
  ],
  measures: [measure('customer', 'count_customers', 'integer', { description: 'Customers.' })],
  hops: [hop('customer', 'order_placeds', 'order_placed', 'many')],
})

export const orderPlaced = entityOf({
  name: 'order_placed',
  time: activityTs,
  dimensions: [
    dimension('order_placed', 'order_id', 'string', { hidden: true }),
    dimension('order_placed', 'product_category', 'string'),
    dimension('order_placed', 'amount', 'decimal'),
    activityTs,
  ],
  measures: [
    measure('order_placed', 'monetary', 'decimal', { description: 'Revenue of the orders', unit: 'EUR', format: '0.00', owner: 'finance' }),
    measure('order_placed', 'frequency', 'integer'),
    measure('order_placed', 'recency', 'integer', { unit: 'days', additivity: 'non_additive' }),
    measure('order_placed', 'cost', 'decimal', { hidden: true }),
    measure('order_placed', 'turnover', 'decimal', { deprecated: 'Use monetary.' }),
  ],
  hops: [hop('order_placed', 'customer', 'customer', 'one')],
})

export const delivery = entityOf({
  name: 'delivery',
  deprecated: 'Deliveries moved to the logistics model.',
  dimensions: [dimension('delivery', 'delivery_id', 'integer'), dimension('delivery', 'arrived', 'date')],
  hops: [hop('delivery', 'buyer', 'customer', 'one'), hop('delivery', 'audit', 'audit', 'one')],
})

const audit = entityOf({
  name: 'audit',
  dimensions: [dimension('audit', 'secret', 'string', { hidden: true })],
  measures: [measure('audit', 'secrets', 'integer', { hidden: true })],
})

export const shop: Catalog = catalogOf(customer, orderPlaced, delivery, audit)
