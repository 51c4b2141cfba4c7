/** The tables of the sample: what the shipped model `customer-360` reads. */
import type { ValueType } from '../semantic/dialect/value-type.ts'

export interface SampleColumn {
  readonly name: string
  readonly type: Extract<ValueType, 'string' | 'integer' | 'timestamp'>
}

export interface SampleTable {
  readonly columns: readonly SampleColumn[]
}

function texts(...names: readonly string[]): readonly SampleColumn[] {
  return names.map((name) => ({ name, type: 'string' }))
}

function streamTable(features: number): SampleTable {
  return {
    columns: [
      ...texts('activity_uuid', 'entity_id', 'activity'),
      { name: 'activity_ts', type: 'timestamp' },
      ...texts(...Array.from({ length: features }, (_, index) => `feature${index + 1}`)),
      { name: 'activity_occurrence', type: 'integer' },
      { name: 'activity_repeated_at', type: 'timestamp' },
    ],
  }
}

export type SampleTableName = 'customer' | 'activity_stream' | 'engagement_stream' | 'product' | 'store'
/** In the order they are filled. */
export const sampleTableNames: readonly SampleTableName[] = ['customer', 'activity_stream', 'engagement_stream', 'product', 'store']

export const sampleTables: Readonly<Record<SampleTableName, SampleTable>> = {
  customer: {
    columns: texts(
      'customer_id',
      'customer_name',
      'email',
      'phone_number',
      'address',
      'customer_no',
      'state',
      'county_name',
      'zip',
      'premise_code',
      'status',
      'license_classification',
      'license_type',
      'channel_code',
      'channel_name',
      'selling_division_name',
      'site',
      'consent',
      'acquisition_source',
      'referred_by',
    ),
  },
  // Orders, and what became of them.
  activity_stream: streamTable(10),
  // What customers did beside ordering.
  engagement_stream: streamTable(3),
  // What the wholesaler sells, whoever buys it.
  product: {
    columns: [
      ...texts('product_id', 'product_name', 'brand_name', 'supplier_name', 'category', 'classification'),
      { name: 'bottles_per_case', type: 'integer' },
      { name: 'bottle_price_cents', type: 'integer' },
    ],
  },
  // Where it delivers from.
  store: { columns: texts('store_no', 'city', 'state', 'region') },
}
